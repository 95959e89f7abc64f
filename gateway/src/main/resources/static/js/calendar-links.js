/** Links to a calendar, for phones and mail programs: made, shown once, revoked. */
import {html, nothing, repeat, t, fullTime, copy, Loaded, show} from './ui.js';
import {get, post, remove} from './api.js';
import {Dialogs} from './form.js';

export class CalendarLinks {
  #page; #base; #what; #links; #dialogs; #made = null;

  /**
   * @param base of the interface: '/api/me', or that of a cohort
   * @param what 'mine' or 'cohort': whose calendar the texts speak of
   */
  constructor(page, base, what) {
    this.#page = page;
    this.#base = base;
    this.#what = what;
    this.#links = new Loaded(page, async signal => (await get(`${base}/calendar-links`, signal)).items);
    this.#dialogs = new Dialogs(page);
  }

  view() {
    return html`<section class="panel prose" id="subscribe" tabindex="-1"><h2>${t('calendar.subscribe')}</h2>
      <p>${t(`calendar.subscribe-${this.#what}`)}</p>
      ${this.#made ? html`<div class="stack2" role="status"><p><b>${t('calendar.once')}</b></p><code class="once">${this.#made}</code>
        <div class="row"><button class="btn pri" @click=${() => copy(this.#made)}>${t('calendar.copy')}</button>
          <a class="btn" href=${this.#made.replace(/^https?/, 'webcal')}>${t('calendar.open')}</a></div></div>` : nothing}
      <div class="row"><button class=${`btn ${this.#made ? '' : 'pri'}`} @click=${this.#make}>${t('calendar.make')}</button>
        <a class="btn" href=${`${this.#base}/calendar.ics`} download>${t('calendar.file')}</a></div>
      ${show(this.#links, links => links.length ? this.#table(links) : html`<p class="muted">${t('calendar.no-links')}</p>`)}
      </section>${this.#dialogs.view()}`;
  }

  #table(links) {
    return html`<table><caption class="sr">${t('calendar.links')}</caption>
      <thead><tr><th scope="col">${t('calendar.made-at')}</th><th scope="col">${t('calendar.made-by')}</th><th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
      <tbody>${repeat(links, l => l.linkId, l => html`<tr><th scope="row">${fullTime(l.madeAt)}</th><td>${l.madeBy}</td>
        <td class="num"><button class="btn sm" @click=${() => this.#revoke(l)}>${t('calendar.revoke')}<span class="sr"> ${fullTime(l.madeAt)}</span></button></td></tr>`)}</tbody></table>`;
  }

  #make = () => this.#dialogs.confirm({
    title: () => t('calendar.make'),
    intro: () => t(`calendar.make-${this.#what}`),
    verb: () => t('calendar.make'),
    submit: (_, key) => post(`${this.#base}/calendar-links`, {key}),
    said: () => t('calendar.made-said'),
    done: link => {
      this.#made = new URL(link.url, location.origin).href;
      return this.#links.again();
    },
  });

  #revoke(link) {
    this.#dialogs.confirm({
      title: () => t('calendar.revoke'),
      intro: () => t('calendar.revoke-intro', {time: fullTime(link.madeAt)}),
      verb: () => t('calendar.revoke'),
      submit: () => remove(`${this.#base}/calendar-links/${encodeURIComponent(link.linkId)}`),
      said: () => t('calendar.revoked-said'),
      done: () => {
        if (this.#made?.includes(link.linkId)) this.#made = null;
        return this.#links.again();
      },
    });
  }
}
