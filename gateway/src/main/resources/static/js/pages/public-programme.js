/** What anybody may see who has its address: what students say of a programme, of all its cohorts together. */
import {html, nothing, t, num, word, head, bars, Loaded, show} from '../ui.js';
import {get} from '../api.js';
import {interval} from '../review-figures.js';

export function publicProgramme(page, programme) {
  const data = new Loaded(page, signal => get(`/api/reviews/programmes/${encodeURIComponent(programme)}/public`, signal));
  return {
    title: () => data.value?.title ?? t('programme.title'),
    view: () => html`${data.value ? head(data.value.title, t('programme.sub')) : html`<h1 tabindex="-1" class="sr">${t('programme.title')}</h1>`}
      ${show(data, all => html`${figures(all)}${words(all.texts)}<section class="panel prose"><p class="muted">${t('programme.how')}</p></section>`)}`,
  };
}

function figures(all) {
  if (all.hidden) return html`<section class="panel prose"><p>${all.range ? t('programme.alike', {n: num(all.n), ...all.range}) : t('programme.few')}</p></section>`;
  const aspects = Object.entries(all.aspects).filter(([, mean]) => mean !== null);
  return html`<section class="panel"><h2>${t('programme.figures')}</h2><dl class="facts"><dt>${t('programme.n')}</dt><dd>${num(all.n)}</dd>
      <dt>${t('programme.mean')}</dt><dd>${t('programme.of-ten', {mean: num(all.mean, 1)})}</dd>
      <dt>${t('programme.interval')}</dt><dd>${interval(all)}<span>${t('programme.from-to', {low: num(all.interval.low, 1), high: num(all.interval.high, 1)})}</span></dd>
      ${all.nps === null ? nothing : html`<dt>${t('programme.nps')}</dt><dd>${num(all.nps)}</dd>`}
      ${aspects.map(([name, mean]) => html`<dt>${word('programme.aspect', name)}</dt><dd>${t('programme.of-five', {mean: num(mean, 1)})}</dd>`)}</dl>
    <h3>${t('programme.distribution')}</h3>${bars(Object.entries(all.distribution).reverse().map(([rating, value]) => ({label: num(Number(rating)), value})))}</section>`;
}

const words = texts => texts.length ? html`<section class="panel"><h2>${t('programme.words')}</h2><ul class="stack">${texts.map(each => html`<li class="stack2">
  ${each.pros ? html`<p class="written"><span class="tag o">${t('programme.pros')}</span> ${each.pros}</p>` : nothing}
  ${each.cons ? html`<p class="written"><span class="tag">${t('programme.cons')}</span> ${each.cons}</p>` : nothing}</li>`)}</ul></section>` : nothing;
