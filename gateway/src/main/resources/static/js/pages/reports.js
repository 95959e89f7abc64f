/** Two reports on the staff's page of a competition, each made when somebody asks for it: what the end did to the ranks, and what of different teams is alike. */
import {html, svg, nothing, repeat, t, num, pct, save, fileButtons, flattened, framed, savePicture, empty} from '../ui.js';
import {get, getCsv, Problem} from '../api.js';
import {problemText} from '../form.js';
import {at, score, stateOf, pathOf} from '../contests.js';

const DRAWN_MOST = 40;
const SHOWN_MOST = 200;
const [WIDTH, LEFT, RIGHT, TOP, LINE] = [640, 150, 20, 34, 28];
const NAME_CHARS = 18;

export class Reports {
  #page; #api; #id; #made = {}; #busy = null; #trouble = {};

  constructor(page, api, id) {
    this.#page = page;
    this.#api = api;
    this.#id = id;
  }

  view(contest) {
    return html`${['OVER', 'ARCHIVED'].includes(stateOf(contest)) ? this.#panel('shake-up', made => this.#shaken(made, contest)) : nothing}
      ${this.#panel('alike-submissions', made => this.#alike(made, contest))}`;
  }

  #panel(name, view) {
    const made = this.#made[name];
    return html`<section class="panel" id=${name} tabindex="-1"><h2>${t(`reports.${name}`)}</h2>
      <p class="muted">${t(`reports.${name}-hint`)}</p>
      ${this.#trouble[name] ? html`<div class="note bad" role="alert"><p>${problemText(this.#trouble[name])}</p></div>` : nothing}
      ${made ? view(made) : nothing}
      <div class="row"><button class="btn" ?disabled=${this.#busy !== null} @click=${() => this.#make(name)}>${t(made ? 'reports.again' : `reports.${name}-make`)}</button>
        ${this.#busy === name ? html`<span class="muted" role="status">${made?.unread ? t('reports.unread', {n: made.unread}) : t('reports.making')}</span>` : nothing}</div></section>`;
  }

  /** A report reads so many files at a time, so it is asked for until none is left or none was read. */
  async #make(name) {
    this.#busy = name;
    this.#trouble[name] = null;
    try {
      for (let unread = Infinity; unread > 0;) {
        this.#page.paint();
        const made = await get(`${this.#api}/${name}`, this.#page.signal);
        this.#made[name] = made;
        unread = (made.unread ?? 0) < unread ? made.unread ?? 0 : 0;
      }
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      this.#trouble[name] = problem;
    } finally {
      this.#busy = null;
    }
    this.#page.paint();
    document.getElementById(name)?.focus({preventScroll: true});
  }

  async #saveCsv(name) {
    save(await getCsv(`${this.#api}/${name}`, this.#page.signal), `${name}.csv`);
  }

  // ---- what the end did -----------------------------------------------------------------------------------------

  #shaken(made, contest) {
    const drawn = made.teams.filter(team => team.rises).slice(0, DRAWN_MOST);
    const saved = kind => kind === 'csv' ? this.#saveCsv('shake-up')
      : savePicture(framed(flattened(document.querySelector('#shake-up svg.plot')), {title: t('reports.shake-up'), subtitle: contest.title, width: WIDTH, height: TOP + LINE * drawn.length}), `shake-up.${kind}`);
    const places = it => it ? html` <span class="muted">(${between(it, num)})</span>` : nothing;
    const scores = it => it ? html` <span class="muted">(${between(it, value => score(value, contest))})</span>` : nothing;
    const cell = (rank, ranks) => rank === null ? '–' : html`<b>${num(rank)}</b>${places(ranks)}`;
    const figure = (value, of) => value === null ? '–' : html`${score(value, contest)}${scores(of)}`;
    return html`<p><b>${made.sentence}</b></p>
      <p class="muted small">${t('reports.made-of', {n: made.drawings, open: num(made.publicRows), allOpen: num(made.publicRowsOfAll), hidden: num(made.privateRows), allHidden: num(made.privateRowsOfAll)})}
        ${made.leftOut ? t('reports.left-out', {n: made.leftOut}) : nothing} ${made.gone ? t('reports.gone', {n: made.gone}) : nothing}</p>
      ${made.teams.length ? html`<figure class="stack2">
        <figcaption class="ph"><span class="key">${['public', 'private'].map((board, i) => html`<span><svg viewBox="0 0 24 10" aria-hidden="true">${svg`<path class=${`curve s${i + 1}`} d="M0 5H24"></path>`}</svg> <b>${t(`reports.${board}`)}</b></span>`)}</span>${fileButtons(t('reports.shake-up'), saved)}</figcaption>
        ${drawn.length ? html`<div class="tw" tabindex="0" role="region" aria-label=${t('reports.shake-up')}>${picture(drawn, made)}</div>` : nothing}
        <div class="tw"><table class="cards mid"><caption class="sr">${t('reports.shake-up')}</caption>
          <thead><tr><th scope="col">${t('reports.team')}</th><th scope="col" class="num">${t('reports.public')}</th><th scope="col" class="num">${t('reports.private')}</th><th scope="col" class="num">${t('reports.rise')}</th>
            <th scope="col" class="num">${t('reports.public-score')}</th><th scope="col" class="num">${t('reports.private-score')}</th></tr></thead>
          <tbody>${repeat(made.teams.slice(0, SHOWN_MOST), team => team.teamId, team => html`<tr><th scope="row">${team.team}</th>
            <td class="num" data-l=${t('reports.public')}>${cell(team.publicRank, team.publicRanks)}</td><td class="num" data-l=${t('reports.private')}>${cell(team.privateRank, team.privateRanks)}</td>
            <td class="num" data-l=${t('reports.rise')}>${rise(team)}</td>
            <td class="num" data-l=${t('reports.public-score')}>${figure(team.publicScore, team.publicScores)}</td><td class="num" data-l=${t('reports.private-score')}>${figure(team.privateScore, team.privateScores)}</td></tr>`)}</tbody></table></div>
        ${made.teams.length > SHOWN_MOST ? html`<p class="muted small">${t('reports.more', {n: made.teams.length - SHOWN_MOST})}</p>` : nothing}</figure>` : empty(t('reports.no-team'))}`;
  }

  // ---- what is alike --------------------------------------------------------------------------------------------

  #alike(made, contest) {
    const sent = it => html`<a href=${`${pathOf(this.#id)}/trials?team=${encodeURIComponent(it.teamId)}`}>${it.team}</a> <span class="muted">${at(it.at, contest)}</span>`;
    return html`<p><b>${!made.rowsEnough ? t('reports.few-rows', {n: made.rowsOfAll}) : made.found ? t('reports.found', {n: made.found}) : t('reports.none-found')}</b></p>
      <p class="muted small">${t('reports.compared', {n: made.compared, scored: num(made.scored), rows: num(made.rows), all: num(made.rowsOfAll), team: num(made.ofTeamMax), most: num(made.comparedMax)})}
        ${made.constant ? t('reports.constant', {n: made.constant}) : nothing} ${made.leftOut ? t('reports.not-compared', {n: made.leftOut}) : nothing} ${made.gone ? t('reports.files-gone', {n: made.gone}) : nothing}</p>
      ${made.pairs.length ? html`<div class="row"><button class="btn sm" @click=${() => this.#saveCsv('alike-submissions')}>CSV<span class="sr"> ${t('reports.alike-submissions')}</span></button></div>
        <div class="tw"><table class="cards mid"><caption class="sr">${t('reports.alike-submissions')}</caption>
        <thead><tr><th scope="col">${t('reports.first')}</th><th scope="col">${t('reports.second')}</th><th scope="col">${t('reports.in-common')}</th></tr></thead>
        <tbody>${repeat(made.pairs.slice(0, SHOWN_MOST), pair => `${pair.first.submissionId} ${pair.second.submissionId}`, pair => html`<tr><th scope="row">${sent(pair.first)}</th>
          <td class="all" data-l=${t('reports.second')}>${sent(pair.second)}</td><td class="all" data-l=${t('reports.in-common')}>${inCommon(pair)}</td></tr>`)}</tbody></table></div>
        ${made.found > SHOWN_MOST ? html`<p class="muted small">${t('reports.more-pairs', {n: made.found - SHOWN_MOST})}</p>` : nothing}` : nothing}`;
  }
}

const between = ({from, to}, format) => from === to ? format(from) : `${format(from)}–${format(to)}`;

function rise({rise: places, beyondNoise}) {
  if (places === null) return '–';
  const moved = places === 0 ? t('reports.stays') : t(places > 0 ? 'reports.up' : 'reports.down', {n: Math.abs(places)});
  return beyondNoise ? html`<span class="tag w">${t('reports.beyond', {moved})}</span>` : moved;
}

/** More where more can be said; that many teams have it is said last. */
function inCommon({kind, share, correlation, errors, sharedErrors, teams}) {
  const said = [kind === 'EQUAL' ? t('reports.equal') : t('reports.near', {percent: pct(share, 1)})];
  if (errors !== null) said.push(t('reports.errors', {n: errors, shared: num(sharedErrors)}));
  if (kind !== 'EQUAL' && correlation !== null) said.push(t('reports.correlation', {r: num(correlation, 5)}));
  if (teams > 2) said.push(t('reports.many', {n: teams}));
  return said.join(' ');
}

/** Of each team its rank on both boards, with the interval of each. */
function picture(teams, {sentence}) {
  const lowest = Math.max(2, ...teams.flatMap(team => [team.publicRanks.to, team.privateRanks.to, team.publicRank, team.privateRank]));
  const x = rank => LEFT + (WIDTH - LEFT - RIGHT) * (rank - 1) / (lowest - 1);
  const height = TOP + LINE * teams.length;
  const levels = [...new Set([1, Math.ceil(lowest / 2), lowest])];
  const mark = (rank, ranks, i, y) => svg`<path class=${`curve s${i}`} d=${`M${x(ranks.from).toFixed(1)} ${y}H${x(ranks.to).toFixed(1)}`}/><circle class=${`dot b${i}`} cx=${x(rank).toFixed(1)} cy=${y} r="4"/>`;
  return html`<svg class="plot" width=${WIDTH} height=${height} viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label=${sentence}>
    ${levels.map(v => svg`<path class="grid" d=${`M${x(v).toFixed(1)} ${TOP - 10}V${height}`}/><text x=${x(v).toFixed(1)} y=${TOP - 16} text-anchor="middle">${num(v)}</text>`)}
    ${teams.map((team, i) => {
      const y = TOP + LINE * i + 8;
      return svg`<text x=${LEFT - 12} y=${y + 8} text-anchor="end">${team.team.length > NAME_CHARS ? `${team.team.slice(0, NAME_CHARS - 1)}…` : team.team}</text>
        ${mark(team.publicRank, team.publicRanks, 1, y)}${mark(team.privateRank, team.privateRanks, 2, y + 10)}`;
    })}
  </svg>`;
}
