/** What a student may review: tickets are taken signed in, and spent on a page that nobody has to sign in to. */
import {html, nothing, repeat, t, num, word, head, fullTime, compareText, copy, say, Loaded, show, empty} from '../ui.js';
import {get, post, session, Problem} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {instructorNames, titleOf} from '../instructors.js';
import {BEST_OF_WEEK, LOWEST, weekText} from '../review-figures.js';
import {canHaveTickets, isPublic, publicKeys, takeAll, tickets} from '../tickets.js';
import {ASPECTS, canWait, keepTicket, keysOf, sendLater, sendReview, spent} from '../sending.js';

const RATINGS = Array.from({length: BEST_OF_WEEK}, (_, i) => LOWEST + i);

const isPulse = ({target}) => target.kind === 'PULSE';

/** An instructor's name was not known when the ticket was taken. */
const nameOf = each => titleOf(each) ?? t('review.an-instructor');

const byUntil = (a, b) => Date.parse(a.until) - Date.parse(b.until) || compareText(a.title, b.title);

const anonymity = () => html`<section class="panel prose"><h2>${t('review.anonymous')}</h2>
  <ul class="stack2"><li>${t('review.true-1')}</li><li>${t('review.true-2')}</li><li>${t('review.true-3')}</li></ul></section>`;

const cannot = () => html`<section class="panel prose" role="alert"><p>${t('review.cannot')}</p></section>`;

/** Shown to one student alone, it would tell whose ticket it is. */
const keyDiffers = () => html`<div class="note warn" role="alert"><p>${t('review.key-differs')}</p></div>`;

// ---- how a week was --------------------------------------------------------------------------------------------

/** The answers to tickets of weeks, as far as they are given on a page. */
class PulseAnswers {
  #page; #again; #of = new Map();

  /** @param again after one was sent */
  constructor(page, again) {
    this.#page = page;
    this.#again = again;
  }

  view(ticket) {
    const {rating, moment, trouble, busy} = this.#answer(ticket);
    const id = `pulse-${ticket.target.id}-${ticket.target.cohortId}`;
    return html`<form class="stack2" novalidate aria-busy=${busy ? 'true' : nothing} @submit=${event => this.#send(event, ticket)}>
      <fieldset class="kinds" aria-describedby=${trouble ? `${id}-error` : nothing}><legend>${t('pulse.question')}<span class="sr"> ${weekText(ticket.target.id)}</span></legend>
        ${RATINGS.map(each => html`<label><input type="radio" name=${id} value=${each} .checked=${each === rating} @change=${() => this.#change(ticket, {rating: each, trouble: null})}>
          <span>${num(each)} <small>${t(`pulse.${each}`)}</small></span></label>`)}</fieldset>
      ${canWait(ticket) ? html`<div class="field"><label for=${`${id}-moment`}>${t('review.moment')}</label><p class="hint" id=${`${id}-hint`}>${t('pulse.moment-hint')}</p>
        <select id=${`${id}-moment`} aria-describedby=${`${id}-hint`} @change=${e => this.#change(ticket, {moment: e.target.value})}>
          ${['LATER', 'NOW'].map(each => html`<option value=${each} ?selected=${each === moment}>${t(`review.moment.${each}`)}</option>`)}</select></div>` : nothing}
      ${trouble ? html`<p class="err" role="alert" id=${`${id}-error`}>${trouble instanceof Problem ? problemText(trouble) : t(trouble)}</p>` : nothing}
      <div><button class="btn pri" aria-disabled=${busy ? 'true' : nothing}>${t(ticket.sent || ticket.waiting ? 'review.change' : 'review.send')}<span class="sr"> ${weekText(ticket.target.id)}</span></button></div></form>`;
  }

  #answer(ticket) {
    const said = ticket.waiting?.values ?? ticket.sent;
    return {rating: said ? Number(said.rating) : null, moment: 'LATER', trouble: null, busy: false, ...this.#of.get(ticket.key)};
  }

  #change(ticket, to) {
    this.#of.set(ticket.key, {...this.#of.get(ticket.key), ...to});
    this.#page.paint();
  }

  async #send(event, ticket) {
    event.preventDefault();
    const {rating, moment, busy} = this.#answer(ticket);
    if (busy) return;
    if (rating === null) return this.#change(ticket, {trouble: 'pulse.choose'});
    const values = {rating: String(rating)};
    const later = moment === 'LATER' && canWait(ticket);
    this.#change(ticket, {busy: true, trouble: null});
    try {
      if (later) await sendLater(ticket, values);
      else {
        await sendReview(ticket, values);
        await keepTicket({...ticket, sent: values, waiting: null});
      }
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return this.#change(ticket, {busy: false, trouble: problem});
    }
    this.#of.delete(ticket.key);
    say(t(later ? 'review.waits-said' : 'review.sent-said'));
    await this.#again();
  }
}

// ---- signed in ------------------------------------------------------------------------------------------------

export function reviews(page) {
  return new Due(page);
}

class Due {
  #data; #pulses;

  constructor(page) {
    this.#pulses = new PulseAnswers(page, () => this.#data.again());
    this.#data = new Loaded(page, async signal => {
      const {items} = await get('/api/reviews/due', signal);
      if (!canHaveTickets()) return null;
      const known = await publicKeys(items.map(each => each.target.cohortId), id => keysOf(id, signal));
      const names = await instructorNames(items.filter(each => each.target.kind === 'INSTRUCTOR').map(each => each.target.cohortId), signal);
      return (await takeAll(items.map(each => ({...each, title: titleOf(each, names) ?? each.title})), session.username, known, ask)).sort(byUntil);
    });
  }

  title() { return t('review.title'); }

  view() {
    return html`${head(t('review.title'), t('review.sub'), html`<a class="btn" href="/reviews/summary">${t('review.to-summary')}</a><a class="btn pri" href="/reviews/write">${t('review.to-write')}</a>`)}
      ${show(this.#data, items => items === null ? cannot() : this.#body(items))}${anonymity()}`;
  }

  #body(items) {
    if (!items.length) return html`<section class="panel prose">${empty(t('review.none-due'))}</section>`;
    return html`<section class="panel"><ul class="stack">${repeat(items, each => each.target.kind + each.target.id + each.target.cohortId, each => html`<li class="stack2">
      <h2>${nameOf(each)}</h2>
      <p><span class="tag">${word('review-kind', each.target.kind)}</span> <span class=${`tag ${each.ticket && !each.differs ? 'o' : 'w'}`}>${t(each.differs ? 'review.no-key' : each.ticket?.sent ? 'review.sent' : each.ticket?.waiting ? 'review.waits' : each.ticket ? 'review.here' : 'review.elsewhere')}</span></p>
      ${each.differs ? keyDiffers() : nothing}
      <p class="muted">${t('review.until', {time: fullTime(each.until)})}</p>
      ${isPulse(each) && each.ticket && !each.differs ? this.#pulses.view(each.ticket) : nothing}
      ${each.differs ? nothing : html`<p class="muted small">${t('review.key', {kid: each.kid})}</p>`}</li>`)}</ul></section>`;
  }
}

/** Null where it was signed for another browser, or is not due any more. */
async function ask(json) {
  try {
    return await post('/api/reviews/tickets', {json});
  } catch (problem) {
    if (problem instanceof Problem && ['TICKET_TAKEN', 'NOT_DUE', 'REVIEW_WINDOW_CLOSED'].includes(problem.code)) return null;
    throw problem;
  }
}

// ---- by nobody ------------------------------------------------------------------------------------------------

export function writeReviews(page) {
  return new Write(page);
}

class Write {
  #page; #data; #dialogs; #pulses; #told = new Map(); #known = null;

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#pulses = new PulseAnswers(page, () => this.#data.again());
    this.#data = new Loaded(page, signal => canHaveTickets() ? this.#load(signal) : null);
    addEventListener('reviewsent', this.#data.again);
    page.onLeave(() => removeEventListener('reviewsent', this.#data.again));
  }

  /** Of what can still be sent, whether its key is the one that all see. */
  async #load(signal) {
    const mine = (await tickets()).filter(each => each.signature).sort(byUntil);
    const open = mine.filter(each => !isClosed(each));
    this.#known ??= await publicKeys(open.map(each => each.target.cohortId), id => keysOf(id, signal));
    return Promise.all(mine.map(async ticket => ({ticket, differs: !isClosed(ticket) && !await isPublic(ticket, this.#known)})));
  }

  title() { return t('review.write-title'); }

  view() {
    return html`${head(t('review.write-title'), t('review.write-sub'), html`<a class="btn" href="/conduct">${t('review.to-conduct')}</a>`)}
      ${show(this.#data, items => items === null ? cannot() : this.#body(items))}${anonymity()}${this.#dialogs.view()}`;
  }

  #body(items) {
    if (!items.length) return html`<section class="panel prose">${empty(t('review.no-ticket'), html`<a class="btn" href="/reviews">${t('review.to-due')}</a>`)}</section>`;
    const owners = new Set(items.map(each => each.ticket.owner)).size;
    return html`<section class="panel"><ul class="stack">${repeat(items, each => each.ticket.key, each => this.#ticket(each, owners > 1))}</ul></section>`;
  }

  #ticket({ticket, differs}, named) {
    const told = this.#told.get(ticket.key);
    const title = nameOf(ticket);
    const closed = isClosed(ticket);
    const mayWrite = !closed && !differs;
    const {sent, waiting} = ticket;
    return html`<li class="stack2"><h2>${title}</h2>
      <p><span class="tag">${word('review-kind', ticket.target.kind)}</span> ${waiting ? html`<span class="tag w">${t('review.waits')}</span>` : nothing} ${sent ? html`<span class="tag o">${t('review.sent')}</span>` : nothing}
        ${named ? html`<span class="muted">${t('review.of', {name: ticket.owner})}</span>` : nothing}</p>
      <p class="muted">${t(closed ? 'review.closed' : 'review.until', {time: fullTime(ticket.until)})}</p>
      ${differs ? keyDiffers() : nothing}
      ${waiting ? html`<div class="note" role="status"><p>${waitingText(ticket, closed)}</p></div>` : nothing}
      ${told ? html`<div class="note" role="status"><p>${told instanceof Problem ? problemText(told) : t(`review-state.${told.state}`, {reason: told.reason ?? (told.why ? word('review-why', told.why) : '')})}</p></div>` : nothing}
      ${mayWrite && isPulse(ticket) ? this.#pulses.view(ticket) : nothing}
      <div class="row">${mayWrite && !isPulse(ticket) ? html`<button class="btn ${sent || waiting ? '' : 'pri'}" @click=${() => this.#write(ticket)}>${t(sent || waiting ? 'review.change' : 'review.write')}<span class="sr"> ${title}</span></button>` : nothing}
        ${waiting && mayWrite ? html`<button class="btn" @click=${() => this.#sendNow(ticket)}>${t('review.send-now')}<span class="sr"> ${title}</span></button>` : nothing}
        ${waiting ? html`<button class="btn" @click=${() => this.#keep({...ticket, waiting: null})}>${t('review.do-not-send')}<span class="sr"> ${title}</span></button>` : nothing}
        ${sent ? html`<button class="btn" @click=${() => this.#ask(ticket)}>${t('review.ask')}<span class="sr"> ${title}</span></button>` : nothing}
        ${sent && mayWrite ? html`<button class="btn" @click=${() => this.#takeBack(ticket)}>${t('review.take-back')}<span class="sr"> ${title}</span></button>` : nothing}</div></li>`;
  }

  #write(ticket) {
    const numbers = (from, to, said = {}) => Array.from({length: to - from + 1}, (_, i) => ({value: String(to - i), label: said[to - i] ?? num(to - i)}));
    this.#dialogs.ask({
      title: () => nameOf(ticket),
      intro: () => t('review.intro'),
      fields: () => [
        {name: 'rating', label: t('review.rating'), hint: t('review.rating-hint'), type: 'select', required: true, options: numbers(1, 10)},
        {name: 'recommend', label: t('review.recommend'), hint: t('review.recommend-hint'), type: 'select', options: numbers(0, 10)},
        ...ASPECTS.map(name => ({name, label: t(`review.aspect.${name}`), type: 'select', options: numbers(1, 5)})),
        {name: 'pros', label: t('review.pros'), hint: t('review.words-hint'), type: 'textarea'},
        {name: 'cons', label: t('review.cons'), type: 'textarea'},
        {name: 'conduct', label: t('review.conduct'), hint: t('review.conduct-hint'), type: 'textarea'},
        {name: 'moment', label: t('review.moment'), hint: t('review.moment-hint'), type: 'select', required: true, when: () => canWait(ticket),
          options: ['LATER', 'NOW'].map(value => ({value, label: t(`review.moment.${value}`)}))},
      ],
      values: {...ticket.sent, ...ticket.waiting?.values},
      verb: () => t(ticket.sent || ticket.waiting ? 'review.change' : 'review.send'),
      submit: async values => {
        // A report is not to wait, and its code is told once.
        if (values.moment === 'LATER' && !values.conduct.trim()) {
          await sendLater(ticket, values);
          return {later: true};
        }
        const {conductCode} = await sendReview(ticket, values);
        return {values, conductCode};
      },
      said: ({later}) => t(later ? 'review.waits-said' : 'review.sent-said'),
      done: ({later, values, conductCode}) => {
        if (later) return this.#data.again();
        if (conductCode) this.#tellCode(conductCode);
        return this.#keep({...ticket, sent: {...values, conduct: ''}, waiting: null});
      },
    });
  }

  /** Once: neither the server nor this browser could show it again without the ticket and the same words. */
  #tellCode(code) {
    this.#dialogs.tell(() => t('review.code-title'), () => html`<p>${t('review.code-why')}</p><p><code>${code}</code></p>
      <div class="row"><button class="btn" @click=${() => copy(code)}>${t('review.code-copy')}</button><a class="btn" href="/conduct">${t('review.to-conduct')}</a></div>`);
    // The dialog is the one of the form, of which nothing is left that could have the focus.
    queueMicrotask(() => document.querySelector('dialog button')?.focus());
  }

  #takeBack(ticket) {
    this.#dialogs.confirm({
      title: () => t('review.take-back'),
      intro: () => t('review.take-back-intro'),
      verb: () => t('review.take-back'),
      submit: () => post('/api/reviews/withdrawal', {json: spent(ticket), nobody: true}),
      said: () => t('review.taken-back-said'),
      done: () => this.#keep({...ticket, sent: null, waiting: null}),
    });
  }

  async #sendNow(ticket) {
    try {
      await sendReview(ticket, ticket.waiting.values);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#told.set(ticket.key, problem);
      return this.#page.paint();
    }
    await this.#keep({...ticket, sent: ticket.waiting.values, waiting: null});
    say(t('review.sent-said'));
  }

  async #ask(ticket) {
    try {
      this.#told.set(ticket.key, await post('/api/reviews/receipt', {json: spent(ticket), nobody: true}));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#told.set(ticket.key, problem);
    }
    this.#page.paint();
  }

  async #keep(ticket) {
    this.#told.delete(ticket.key);
    await keepTicket(ticket);
    await this.#data.again();
  }
}

const isClosed = ({until}) => Date.parse(until) < Date.now();

/** What becomes of what waits in this browser. */
function waitingText({until, waiting}, closed) {
  if (closed) return t('review.waited-too-long');
  if (waiting.failed) return waiting.failed === 'KEY' ? t('review.key-differs') : t('review.not-taken', {why: waiting.failed});
  return t('review.waits-until', {time: fullTime(waiting.at), until: fullTime(until)});
}
