/** The code of check-in for a display on the wall: it renews itself, and says so where it cannot. */
import {html, svg, nothing, t, day, word, inZone, Loaded, show} from '../ui.js';
import {get, Problem} from '../api.js';

const TICK_MS = 1_000;
/** For so long a code is shown, and for as long again it is good. */
const STEP_MS = 15_000;
/** On a day without a code the display waits for the next one. */
const IDLE_MS = 60_000;
const TOLD = [409, 422];

export function attendanceCode(page, cohortId) {
  return new CodePage(page, cohortId);
}

class CodePage {
  #page; #path; #id; #cohort = null; #data; #code = null; #changesAt = null; #seenAt = 0; #asking = false; #due = 0;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#data = new Loaded(page, signal => this.#load(signal));
    const timer = setInterval(() => this.#tick(), TICK_MS);
    page.onLeave(() => clearInterval(timer));
  }

  title() { return t('code.title'); }

  /** The whole window is its own. */
  get wall() { return true; }

  async #load(signal) {
    this.#cohort ??= await get(this.#path, signal);
    try {
      const shown = await get(`${this.#path}/check-in/code?origin=${encodeURIComponent(location.origin)}`, signal);
      this.#learn(shown);
      return {shown};
    } catch (problem) {
      if (!(problem instanceof Problem) || !TOLD.includes(problem.status)) throw problem;
      this.#due = Date.now() + IDLE_MS;
      return {told: problem};
    }
  }

  /** When it changes is told by this clock once a change was seen, since the server's may be another. */
  #learn({code, changesAt}) {
    const now = Date.now();
    const isChange = this.#code !== null && this.#code !== code;
    const said = Date.parse(changesAt) - now;
    if (isChange) this.#changesAt = now + STEP_MS;
    else if (this.#code === null) this.#changesAt = said > 0 && said <= STEP_MS ? now + said : null;
    this.#code = code;
    this.#seenAt = now;
    this.#due = this.#changesAt !== null && this.#changesAt > now ? this.#changesAt : now + TICK_MS;
  }

  async #tick() {
    if (!this.#asking && !document.hidden && Date.now() >= this.#due) {
      this.#asking = true;
      this.#due = Date.now() + TICK_MS;
      await this.#data.again();
      this.#asking = false;
    }
    this.#page.paint();
  }

  view() {
    return html`<div class="wall"><header class="row"><h1 tabindex="-1">${t('code.title')}${this.#cohort ? html` <span class="muted">${this.#cohort.name}</span>` : nothing}</h1>
        <button class="btn" @click=${() => this.#fill()}>${t('code.full-screen')}</button><a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/attendance`}>${t('code.leave')}</a></header>
      ${this.#data.value ? this.#data.value.told ? this.#told(this.#data.value.told) : this.#shown(this.#data.value.shown) : show(this.#data, () => nothing)}</div>`;
  }

  #fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  #told(problem) {
    return html`<section class="panel prose" role="status"><h2>${problem.title}</h2><p>${problem.detail}</p>
      ${problem.code === 'NO_STAMPS' ? html`<p><a href=${`/c/${encodeURIComponent(this.#id)}/attendance/policy`}>${t('policy.title')}</a></p>` : nothing}</section>`;
  }

  #shown({code, qr, kinds, date, timeZone, link}) {
    const now = Date.now();
    if (now - this.#seenAt > 2 * STEP_MS) return html`<section class="panel prose" role="alert"><h2>${t('code.old')}</h2><p>${t('code.old-detail')}</p></section>`;
    const left = this.#changesAt === null ? null : Math.max(0, Math.ceil((this.#changesAt - now) / 1000));
    return html`${this.#data.state === 'stale' ? html`<p class="err" role="alert">${t('code.not-renewed')}</p>` : nothing}
      <div class="shown">${qr ? html`<svg class="qr" viewBox=${`0 0 ${qr.size} ${qr.size}`} role="img" aria-label=${t('code.qr')}>
          ${svg`<rect class="paper" width=${qr.size} height=${qr.size}/><path class="ink" d=${qr.path}/>`}</svg>` : nothing}
        <div class="stack"><p class="code"><span class="sr">${t('code.digits', {code: [...code].join(' ')})}</span><span aria-hidden="true">${code.slice(0, 3)} ${code.slice(3)}</span></p>
          <svg class="left" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="2"/><rect class="bar" width=${left === null ? 0 : 100 * left / (STEP_MS / 1000)} height="2"/></svg>
          <p class="muted">${left === null ? t('code.changes-soon') : t('code.changes-in', {n: left})}</p>
          <p>${t('code.where', {address: new URL(link).host + new URL(link).pathname})}</p></div></div>
      <ul class="row open">${kinds.map(each => html`<li class=${each.open ? 'tag o' : 'tag'}>${word('stamp', each.kind)}: ${
        each.open ? t('code.open-until', {time: until(each, timeZone)}) : Date.parse(each.opensAt) > now ? t('code.opens', {time: inZone(each.opensAt, timeZone)}) : t('code.over')}</li>`)}</ul>
      <p class="muted">${day(date)}</p>`;
  }
}

/** Midnight is the end of this day, not the start of the next. */
const until = ({closesAt}, timeZone) => inZone(closesAt, timeZone).replace(/^00:00/, '24:00');
