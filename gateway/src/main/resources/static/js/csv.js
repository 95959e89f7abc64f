/**
 * The rows of a roster file as the server read them, to show a value beside a row number: the server names row and
 * column and never quotes what stands there.
 */

/** What TextDecoder calls an encoding otherwise than the server; its euc-kr holds all of CP949. */
const DECODERS = {CP949: 'euc-kr'};

/** Rows of cells; quotes may hold separators, line ends and doubled quotes. */
function parse(text, separator) {
  const rows = [];
  let row = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += '"'; i++; }
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === separator) { row.push(cell); cell = ''; }
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += c;
  }
  if (cell !== '' || row.length) rows.push([...row, cell]);
  return rows;
}

/**
 * @param report the import of the file, which says how it is to be read and where its columns stand
 * @returns {header, value(row, field), line(row)}; rows count from 1
 */
export async function readRoster(file, {encoding, separator, columns}) {
  const text = new TextDecoder(DECODERS[encoding] ?? encoding).decode(await file.arrayBuffer());
  const rows = parse(text, separator);
  return {
    header: rows.find(row => row.some(cell => cell.trim())) ?? [],
    line: row => rows[row - 1] ?? [],
    value: (row, field) => rows[row - 1]?.[columns?.[field]] ?? '',
  };
}
