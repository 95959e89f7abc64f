/** Records that could not be processed: which, why, which dashboard lacks them; again or away. */
import {html, nothing, t, num, time, has, head, Loaded, show, empty} from '../ui.js';
import {get, getAll, post, remove} from '../api.js';
import {Dialogs} from '../form.js';

export function deadLetters(page) {
  const dialogs = new Dialogs(page);
  const names = new Loaded(page, async signal => new Map((await getAll('/api/cohorts', signal)).map(c => [c.cohortId, c.name])));
  const data = new Loaded(page, signal => getAll('/api/dead-letters', signal));
  const isOpen = letter => !letter.state || letter.state === 'OPEN';
  const path = letter => `/api/dead-letters/${encodeURIComponent(letter.id)}`;

  const retry = letter => dialogs.confirm({
    title: () => t('letters.retry'),
    intro: () => t('letters.retry-intro', {reader: letter.reader}),
    verb: () => t('letters.retry'),
    submit: (_, key) => post(`${path(letter)}/retry`, {key}),
    said: answer => t(isOpen(answer) ? 'letters.still-open' : 'letters.retried'),
    done: () => data.again(),
  });
  const drop = letter => dialogs.confirm({
    title: () => t('letters.drop'),
    intro: () => t('letters.drop-intro'),
    verb: () => t('letters.drop'),
    submit: (_, key) => remove(path(letter), {key}),
    said: () => t('letters.dropped'),
    done: () => data.again(),
  });

  const cohort = letter => letter.cohortId ? html`<a href=${`/c/${encodeURIComponent(letter.cohortId)}`}>${names.value?.get(letter.cohortId) ?? letter.cohortId}</a>` : '–';
  const row = letter => html`<tr><th scope="row" class="nowrap">${time(letter.openedAt)}</th>
    <td><code>${letter.reader}</code><br><span class="small muted">${letter.topic} ${letter.partition}/${letter.offset}</span></td>
    <td class="nowrap" data-l=${t('col.cohort')}>${cohort(letter)}</td>
    <td class="all"><code>${letter.error}</code>${letter.reason ? html`<br><span class="small">${letter.reason}</span>` : nothing}</td>
    <td class="num" data-l=${t('letters.attempts')}>${num(letter.attempt)}</td>
    <td class="all">${isOpen(letter) ? html`<div class="row"><button class="btn sm" @click=${() => retry(letter)}>${t('letters.retry')}</button><button class="btn sm" @click=${() => drop(letter)}>${t('letters.drop')}</button></div>`
      : html`<span class="tag">${has(`letters.state.${letter.state}`) ? t(`letters.state.${letter.state}`) : letter.state}</span>`}</td></tr>`;

  const summary = letters => {
    const open = letters.filter(isOpen);
    const missing = [...new Set(open.map(l => l.cohortId).filter(Boolean))].map(id => names.value?.get(id) ?? id);
    return !open.length ? t('letters.none-open') : missing.length ? t('letters.open-missing', {n: open.length, cohorts: missing.join(', ')}) : t('letters.open', {n: open.length});
  };

  return {
    title: () => t('nav.dead-letters'),
    view: () => html`${head(t('nav.dead-letters'), data.value ? summary(data.value) : nothing, html`<button class="btn" @click=${data.again}>${t('reload')}</button>`)}
      ${show(data, letters => html`<section class="panel">${letters.length ? html`<div class="tw"><table class="cards"><caption class="sr">${t('nav.dead-letters')}</caption><thead><tr>
          ${['when', 'what', 'cohort', 'why'].map(key => html`<th scope="col">${key === 'cohort' ? t('col.cohort') : t(`letters.${key}`)}</th>`)}<th scope="col" class="num">${t('letters.attempts')}</th><th scope="col">${t('actions')}</th></tr></thead>
          <tbody>${letters.map(row)}</tbody></table></div>` : empty(t('letters.empty'))}</section>`)}${dialogs.view()}`,
  };
}
