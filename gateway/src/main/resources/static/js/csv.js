/**
 * The rows of a roster file as this browser sees them, to show a value beside a server's row number: the server
 * names row and column and never quotes what stands there.
 */

const SEPARATORS = [',', ';', '\t'];

/** Text of bytes: a mark decides, else UTF-8 where it fits, else CP949, as Korean Excel writes it. */
function textOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}

function separatorOf(text) {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  return SEPARATORS.reduce((best, s) => first.split(s).length > first.split(best).length ? s : best);
}

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

const plain = header => header.toLowerCase().replace(/[\s_\-()*.]/g, '');

/** What the server's columns are called in files; the rest is shown without a value. */
const HEADERS = {
  externalId: ['externalid', 'studentid', 'studentno', 'studentnumber', '학번', '수강생번호', '훈련생번호', '교육생번호'],
  name: ['name', 'fullname', 'studentname', '이름', '성명'],
  email: ['email', 'emailaddress', 'mail', '이메일', '메일', '이메일주소'],
  enrolledOn: ['enrolledon', 'enrolled', 'enrollmentdate', 'enrolmentdate', '등록일', '등록일자', '입과일'],
  withdrawnOn: ['withdrawnon', 'withdrawn', 'withdrawaldate', '중도포기일', '포기일', '중도탈락일', '퇴소일'],
  reason: ['reason', 'withdrawalreason', '사유', '중도포기사유', '포기사유'],
};

/** @returns {header, value(row, field), line(row)}; rows count from 1, the header's. Null for a workbook. */
export async function readRoster(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return null;
  const text = textOf(bytes).replace(/^\ufeff/, '');
  const rows = parse(text, separatorOf(text));
  const columns = new Map();
  (rows[0] ?? []).forEach((header, i) => {
    const field = Object.keys(HEADERS).find(key => HEADERS[key].includes(plain(header)));
    if (field) columns.set(field, i);
  });
  return {
    header: rows[0] ?? [],
    line: row => rows[row - 1] ?? [],
    value: (row, field) => rows[row - 1]?.[columns.get(field)] ?? '',
  };
}
