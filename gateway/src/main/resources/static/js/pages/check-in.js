/** Check-in on a phone: six digits from the room, and what they made of the day. */
import {html, nothing, t, day, today, word, wallClock, inZone, head, Loaded, show, empty, say} from '../ui.js';
import {get, post, Problem} from '../api.js';
import {newKey, problemText} from '../form.js';
import {statusText, clauseText} from '../marks.js';

const KINDS = ['IN', 'OUT', 'OUTING', 'BACK'];
const CODE = /^\d{6}$/;
const RELOAD_MS = 20_000;
/** A day on which nobody checks in is told, not an error. */
const TOLD = [409, 422];

export function checkIn(page, cohortId) {
  return new CheckInPage(page, cohortId);
}

/** Of the cohorts that are running: the one, or a choice. */
export function ownCheckIn(page) {
  const data = new Loaded(page, async signal => {
    const {enrollments = []} = await get('/api/me', signal);
    const now = today();
    const running = enrollments.filter(e => e.status === 'ENROLLED' && e.startDate <= now && e.endDate >= now);
    if (running.length === 1) page.replace(path(running[0].cohortId));
    return running;
  });
  return {
    title: () => t('check-in.title'),
    view: () => html`${head(t('check-in.title'))}${show(data, running => html`<section class="panel prose">${running.length
      ? html`<ul class="stack">${running.map(e => html`<li><a class="btn" href=${path(e.cohortId)}>${e.cohortName}</a></li>`)}</ul>`
      : empty(t('check-in.no-cohort'), html`<a class="btn" href="/me">${t('nav.me')}</a>`)}</section>`)}`,
  };
}

const path = cohortId => `/c/${encodeURIComponent(cohortId)}/check-in`;

/** The code of the link; it is not to stay in the address. */
function scanned() {
  const digits = location.hash.slice(1);
  if (!CODE.test(digits)) return '';
  history.replaceState(history.state, '', location.pathname + location.search);
  return digits;
}

class CheckInPage {
  #page; #path; #data; #code = scanned(); #kind = null; #busy = false; #problem = null; #done = null;

  constructor(page, cohortId) {
    this.#page = page;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#data = new Loaded(page, async signal => {
      try {
        return {day: await get(`${this.#path}/check-in`, signal)};
      } catch (problem) {
        if (problem instanceof Problem && TOLD.includes(problem.status)) return {told: problem};
        throw problem;
      }
    });
    // What is open is so from one minute to the next.
    const timer = setInterval(() => { if (!this.#busy && !document.hidden) this.#data.again(); }, RELOAD_MS);
    page.onLeave(() => clearInterval(timer));
    const again = () => {
      this.#code = scanned() || this.#code;
      page.paint();
    };
    addEventListener('hashchange', again);
    page.onLeave(() => removeEventListener('hashchange', again));
  }

  title() { return t('check-in.title'); }

  view() {
    return html`<div class="check-in">${head(t('check-in.title'), this.#data.value?.day && this.#when(this.#data.value.day))}
      ${show(this.#data, ({day: own, told}) => told ? this.#nothing(told) : this.#open(own))}
      <p><a href="/me/requests">${t('requests.forgot')}</a></p></div>`;
  }

  #when(own) {
    const {opensAt, open} = own.kinds.find(each => each.kind === 'IN');
    const at = time => inZone(time, own.timeZone);
    if (!open && !own.stamps.in && Date.parse(opensAt) > Date.now()) return t('check-in.opens', {date: day(own.date), time: at(opensAt)});
    return own.onTimeUntil && !own.stamps.in ? t('check-in.on-time-until', {date: day(own.date), time: at(own.onTimeUntil)}) : day(own.date);
  }

  #nothing(problem) {
    return html`<section class="panel"><h2>${problem.title}</h2><p>${problem.detail}</p>
      <div class="row"><button class="btn" @click=${this.#data.again}>${t('retry')}</button><a class="btn" href="/me">${t('nav.me')}</a></div></section>`;
  }

  #open(own) {
    const kind = this.#kind ?? KINDS.find(each => this.#isNext(own, each)) ?? null;
    return html`${this.#done ? html`<section class="panel done" role="status" tabindex="-1" id="done"><h2>${this.#done}</h2>${this.#sofar(own)}</section>` : nothing}
      ${own.closed ? html`<section class="panel"><p>${t('check-in.closed')}</p></section>` : html`<form class="panel" novalidate @submit=${event => this.#submit(event, own, kind)} aria-busy=${this.#busy}>
        <fieldset class="kinds"><legend>${t('check-in.what')}</legend>${KINDS.map(each => this.#choice(own, each, kind))}</fieldset>
        <div class="field"><label for="code">${t('check-in.code')}</label><p class="hint" id="code-hint">${t('check-in.code-hint')}</p>
          ${this.#problem ? html`<p class="err" id="code-error" role="alert">${this.#problem}</p>` : nothing}
          <input id="code" name="code" class="digits" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="6" pattern="[0-9]{6}" spellcheck="false"
            aria-required="true" aria-invalid=${this.#problem ? 'true' : nothing} aria-describedby=${`code-hint${this.#problem ? ' code-error' : ''}`}
            .value=${this.#code} @input=${e => { this.#code = e.target.value; }}></div>
        <button class="btn pri" aria-disabled=${this.#busy ? 'true' : nothing}>${this.#busy ? t('form.busy') : t(kind ? `check-in.verb.${kind}` : 'check-in.verb')}</button></form>`}
      ${this.#done ? nothing : html`<section class="panel"><h2>${t('check-in.today')}</h2>${this.#sofar(own)}</section>`}`;
  }

  #choice(own, each, chosen) {
    const at = own.stamps[each.toLowerCase()];
    return html`<label><input type="radio" name="kind" value=${each} .checked=${each === chosen} @change=${() => { this.#kind = each; this.#page.paint(); }}>
      <span>${word('stamp', each)}${at ? html` <small class="muted">${wallClock(at, own.timeZone).time}</small>` : nothing}</span></label>`;
  }

  /** What somebody in this state does next, mostly. */
  #isNext({stamps}, kind) {
    switch (kind) {
      case 'IN': return !stamps.in;
      case 'BACK': return stamps.outing && !stamps.back && !stamps.out;
      case 'OUT': return stamps.in && !stamps.out && !(stamps.outing && !stamps.back);
      default: return false;
    }
  }

  #sofar(own) {
    const stamped = KINDS.filter(kind => own.stamps[kind.toLowerCase()]);
    if (!stamped.length && own.status === 'UNMARKED') return html`<p>${t('check-in.nothing-yet')}</p>`;
    return html`<dl class="facts">${stamped.map(kind => html`<dt>${word('stamp', kind)}</dt><dd>${inZone(own.stamps[kind.toLowerCase()], own.timeZone)}</dd>`)}
        <dt>${t('check-in.counts-as')}</dt><dd>${statusText(own.marks)}</dd></dl>
      ${own.provisional ? html`<p>${t('check-in.out-by-midnight')}</p>` : nothing}
      ${own.clause === 'HALF_DAY_MISSED' ? html`<p>${clauseText(own.clause, own.marks)}</p>` : nothing}`;
  }

  async #submit(event, own, kind) {
    event.preventDefault();
    if (this.#busy) return;
    const form = event.currentTarget;
    const code = this.#code.replace(/\s/g, '');
    this.#problem = !kind ? t('check-in.choose') : CODE.test(code) ? null : t('check-in.six-digits');
    if (this.#problem) return this.#tell(form);
    this.#busy = true;
    this.#page.paint();
    try {
      const done = await post(`${this.#path}/attendance/${own.date}/stamps`, {json: {kind, code}, key: newKey()});
      this.#data.value = {day: done};
      this.#done = t(`check-in.done.${kind}`, {time: inZone(done.stamps[kind.toLowerCase()], done.timeZone)});
      if (kind === 'IN' && done.marks.includes('LATE')) this.#done += ` ${t('check-in.late')}`;
      this.#code = '';
      this.#kind = null;
      this.#busy = false;
      this.#page.paint();
      queueMicrotask(() => document.getElementById('done')?.focus());
      say(this.#done);
    } catch (problem) {
      this.#busy = false;
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = this.#words(problem, own);
      this.#done = null;
      this.#tell(form);
    }
  }

  #words(problem, own) {
    if (problem.code === 'STAMP_TOO_EARLY' && problem.body.opensAt) return t('check-in.too-early', {time: inZone(problem.body.opensAt, own.timeZone)});
    return problem.errors.length ? problem.errors.map(({reason}) => reason).join(' ') : problemText(problem);
  }

  #tell(form) {
    this.#page.paint();
    queueMicrotask(() => form.querySelector('#code')?.focus());
  }
}
