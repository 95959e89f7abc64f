/** Competitions: for students those of their cohorts, for staff drafts and what is over, too. */
import {html, repeat, t, head, Loaded, show, empty} from '../ui.js';
import {getAll, isStaff} from '../api.js';
import {stateOf, contestTag, at, pathOf} from '../contests.js';
import {again} from './lectures.js';

const RELOAD_MS = 30_000;

/** What runs is first, then what comes. */
const ORDER = ['RUNNING', 'COMING', 'DRAFT', 'OVER', 'ARCHIVED'];

export function competitions(page) {
  const data = new Loaded(page, signal => getAll('/api/competitions', signal));
  again(page, data.again, RELOAD_MS);
  return {
    title: () => t('nav.competitions'),
    view: () => html`${head(t('nav.competitions'), t('competitions.sub'),
        isStaff() && html`<a class="btn pri" href="/competitions/new">${t('competitions.new')}</a>`)}
      ${show(data, all => all.length ? table(all)
        : html`<section class="panel prose">${empty(t(isStaff() ? 'competitions.none' : 'competitions.none-student'))}</section>`)}`,
  };
}

function table(all) {
  const rank = c => ORDER.indexOf(stateOf(c));
  const sorted = [...all].sort((a, b) => rank(a) - rank(b)
    || Date.parse(b.startsAt) - Date.parse(a.startsAt) || a.competitionId.localeCompare(b.competitionId));
  return html`<section class="panel"><div class="tw"><table class="cards mid"><caption class="sr">${t('nav.competitions')}</caption>
    <thead><tr><th scope="col">${t('competitions.title')}</th><th scope="col">${t('col.status')}</th><th scope="col">${t('competitions.starts')}</th>
      <th scope="col">${t('competitions.ends')}</th><th scope="col">${t('competitions.metric')}</th></tr></thead>
    <tbody>${repeat(sorted, c => c.competitionId, c => html`<tr><th scope="row"><a href=${pathOf(c.competitionId) + (isStaff() ? '/desk' : '')}>${c.title}</a></th>
      <td class="all">${contestTag(c)}</td><td data-l=${t('competitions.starts')}>${at(c.startsAt, c)}</td><td data-l=${t('competitions.ends')}>${at(c.closedAt ?? c.endsAt, c)}</td>
      <td data-l=${t('competitions.metric')}><code>${c.metric}</code></td></tr>`)}</tbody></table></div></section>`;
}
