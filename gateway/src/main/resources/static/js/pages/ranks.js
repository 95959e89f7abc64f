/** How ranks of a board moved from day to day: the own team and the first ones as a picture, all of them as a table and a file. */
import {html, svg, nothing, t, num, day, fullDay, flattened, framed, savePicture, saveCsv, empty} from '../ui.js';

const LINES_MOST = 4;
const WIDTH = 640, HEIGHT = 220;
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 16, 14, 36];
const DAYS_NAMED = 5;

/**
 * @param days [{day, teamIds}] as they are told, the first one first
 * @param rows of the board as it is now
 * @param own id of the own team, or undefined
 */
export function rankHistory({days, rows, own, title}) {
  if (!days.length) return empty(t('ranks.none'));
  const ranks = days.map(each => ({day: each.day, of: new Map(each.teamIds.map((id, i) => [id, i + 1]))}));
  const names = new Map(rows.map(row => [row.teamId, row.team]));
  const shown = [own, ...rows.map(row => row.teamId)].filter((id, i, all) => names.has(id) && all.indexOf(id) === i).slice(0, LINES_MOST);
  const sentence = shown.map(id => t('ranks.now', {team: names.get(id), rank: num(ranks.at(-1).of.get(id))})).join(' ');
  const saved = ending => savePicture(framed(flattened(document.querySelector('#history svg.plot')), {title: t('ranks.title'), subtitle: title, width: WIDTH, height: HEIGHT}), `ranks.${ending}`);
  const table = [['date', 'rank', 'teamId', 'team'], ...days.flatMap(each => each.teamIds.map((id, i) => [each.day, i + 1, id, names.get(id) ?? '']))];
  return html`<figure class="stack2"><figcaption class="ph"><span class="key">${shown.map((id, i) => html`<span><svg viewBox="0 0 24 10" aria-hidden="true">${svg`<path class=${`curve s${i + 1}`} d="M0 5H24"></path>`}</svg> <b>${names.get(id)}</b></span>`)}</span>
      <span class="row"><button class="btn sm" @click=${() => saved('png')}>PNG</button><button class="btn sm" @click=${() => saved('svg')}>SVG</button><button class="btn sm" @click=${() => saveCsv(table, 'ranks.csv')}>CSV</button></span></figcaption>
    <div class="tw" tabindex="0" role="region" aria-label=${t('ranks.title')}>${picture(ranks, shown, sentence)}</div><p class="small">${sentence}</p>
    <div class="tw"><table><caption class="sr">${t('ranks.title')}</caption>
      <thead><tr><th scope="col">${t('ranks.day')}</th>${shown.map(id => html`<th scope="col" class="num">${names.get(id)}</th>`)}</tr></thead>
      <tbody>${ranks.map(each => html`<tr><th scope="row">${fullDay(each.day)}</th>${shown.map(id => html`<td class="num">${each.of.has(id) ? num(each.of.get(id)) : '–'}</td>`)}</tr>`)}</tbody></table></div></figure>`;
}

function picture(ranks, shown, sentence) {
  const [from, until] = [ranks[0], ranks.at(-1)].map(each => Date.parse(each.day));
  const lowest = Math.max(2, ...ranks.flatMap(each => shown.map(id => each.of.get(id) ?? 1)));
  const x = date => LEFT + (WIDTH - LEFT - RIGHT) * (until === from ? .5 : (Date.parse(date) - from) / (until - from));
  const y = rank => TOP + (HEIGHT - TOP - BOTTOM) * (rank - 1) / (lowest - 1);
  const every = Math.ceil(ranks.length / DAYS_NAMED);
  const levels = [...new Set([1, Math.ceil(lowest / 2), lowest])];
  // A day on which nothing moved is as the one before: ranks are steps.
  const path = id => {
    let d = '';
    ranks.forEach(each => {
      const rank = each.of.get(id);
      if (rank) d += d ? `H${x(each.day).toFixed(1)}V${y(rank).toFixed(1)}` : `M${x(each.day).toFixed(1)} ${y(rank).toFixed(1)}`;
    });
    return d;
  };
  return html`<svg class="plot" width=${WIDTH} height=${HEIGHT} viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${sentence}>
    ${levels.map(v => svg`<path class="grid" d=${`M${LEFT} ${y(v).toFixed(1)}H${WIDTH - RIGHT}`}/><text x=${LEFT - 8} y=${(y(v) + 4).toFixed(1)} text-anchor="end">${num(v)}</text>`)}
    ${ranks.map((each, i) => i % every ? nothing : svg`<text x=${x(each.day).toFixed(1)} y=${HEIGHT - BOTTOM + 24} text-anchor="middle">${day(each.day)}</text>`)}
    ${shown.map((id, i) => svg`<path class=${`curve s${i + 1}`} d=${path(id)}/>${ranks.map(each => each.of.has(id) ? svg`<circle class=${`dot b${i + 1}`} cx=${x(each.day).toFixed(1)} cy=${y(each.of.get(id)).toFixed(1)} r="4"/>` : nothing)}`)}
  </svg>`;
}
