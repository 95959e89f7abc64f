/** What a student may review: tickets are taken signed in, and spent on a page that nobody has to sign in to. */
import {html, nothing, repeat, t, num, word, head, fullTime, compareText, copy, Loaded, show, empty} from '../ui.js';
import {get, post, session, Problem} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {instructorNames, titleOf} from '../instructors.js';
import {canHaveTickets, keep, takeAll, tickets} from '../tickets.js';

const ASPECTS = ['depth', 'delivery', 'preparation', 'respect'];

/** An instructor's name was not known when the ticket was taken. */
const nameOf = each => titleOf(each) ?? t('review.an-instructor');

const byUntil = (a, b) => Date.parse(a.until) - Date.parse(b.until) || compareText(a.title, b.title);

const anonymity = () => html`<section class="panel prose"><h2>${t('review.anonymous')}</h2>
  <ul class="stack2"><li>${t('review.true-1')}</li><li>${t('review.true-2')}</li><li>${t('review.true-3')}</li></ul></section>`;

const cannot = () => html`<section class="panel prose" role="alert"><p>${t('review.cannot')}</p></section>`;

// ---- signed in ------------------------------------------------------------------------------------------------

export function reviews(page) {
  return new Due(page);
}

class Due {
  #data;

  constructor(page) {
    this.#data = new Loaded(page, async signal => {
      const {items} = await get('/api/reviews/due', signal);
      if (!canHaveTickets()) return null;
      const names = await instructorNames(items.filter(each => each.target.kind === 'INSTRUCTOR').map(each => each.target.cohortId), signal);
      return (await takeAll(items.map(each => ({...each, title: titleOf(each, names) ?? each.title})), session.username, ask)).sort(byUntil);
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
      <p><span class="tag">${word('review-kind', each.target.kind)}</span> <span class=${`tag ${each.ticket ? 'o' : 'w'}`}>${t(each.ticket?.sent ? 'review.sent' : each.ticket ? 'review.here' : 'review.elsewhere')}</span></p>
      <p class="muted">${t('review.until', {time: fullTime(each.until)})}</p>
      <p class="muted small">${t('review.key', {kid: each.publicKey.kid})}</p></li>`)}</ul></section>`;
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
  #page; #data; #dialogs; #told = new Map();

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async () => canHaveTickets() ? (await tickets()).filter(each => each.signature).sort(byUntil) : null);
  }

  title() { return t('review.write-title'); }

  view() {
    return html`${head(t('review.write-title'), t('review.write-sub'), html`<a class="btn" href="/conduct">${t('review.to-conduct')}</a>`)}
      ${show(this.#data, items => items === null ? cannot() : this.#body(items))}${anonymity()}${this.#dialogs.view()}`;
  }

  #body(items) {
    if (!items.length) return html`<section class="panel prose">${empty(t('review.no-ticket'), html`<a class="btn" href="/reviews">${t('review.to-due')}</a>`)}</section>`;
    const owners = new Set(items.map(each => each.owner)).size;
    return html`<section class="panel"><ul class="stack">${repeat(items, each => each.key, each => this.#ticket(each, owners > 1))}</ul></section>`;
  }

  #ticket(ticket, named) {
    const told = this.#told.get(ticket.key);
    const title = nameOf(ticket);
    const closed = Date.parse(ticket.until) < Date.now();
    return html`<li class="stack2"><h2>${title}</h2>
      <p><span class="tag">${word('review-kind', ticket.target.kind)}</span> ${ticket.sent ? html`<span class="tag o">${t('review.sent')}</span>` : nothing}
        ${named ? html`<span class="muted">${t('review.of', {name: ticket.owner})}</span>` : nothing}</p>
      <p class="muted">${t(closed ? 'review.closed' : 'review.until', {time: fullTime(ticket.until)})}</p>
      ${told ? html`<div class="note" role="status"><p>${told instanceof Problem ? problemText(told) : t(`review-state.${told.state}`, {reason: told.reason ?? (told.why ? word('review-why', told.why) : '')})}</p></div>` : nothing}
      <div class="row">${closed ? nothing : html`<button class="btn ${ticket.sent ? '' : 'pri'}" @click=${() => this.#write(ticket)}>${t(ticket.sent ? 'review.change' : 'review.write')}<span class="sr"> ${title}</span></button>`}
        ${ticket.sent ? html`<button class="btn" @click=${() => this.#ask(ticket)}>${t('review.ask')}<span class="sr"> ${title}</span></button>` : nothing}
        ${ticket.sent && !closed ? html`<button class="btn" @click=${() => this.#takeBack(ticket)}>${t('review.take-back')}<span class="sr"> ${title}</span></button>` : nothing}</div></li>`;
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
      ],
      values: {...ticket.sent},
      verb: () => t(ticket.sent ? 'review.change' : 'review.send'),
      submit: async values => {
        const {conductCode} = await sendReview(ticket, values);
        return {values, conductCode};
      },
      said: () => t('review.sent-said'),
      done: ({values, conductCode}) => {
        if (conductCode) this.#tellCode(conductCode);
        return this.#keep({...ticket, sent: {...values, conduct: ''}});
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
      done: () => this.#keep({...ticket, sent: null}),
    });
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
    await keep(ticket);
    await this.#data.again();
  }
}

const spent = ({target, message, signature}) => ({target, ticket: {message, signature}});

/** What was left open is not sent. */
function sendReview(ticket, values) {
  const number = name => values[name] ? Number(values[name]) : null;
  const text = name => values[name].trim() || null;
  return post('/api/reviews', {
    nobody: true,
    json: {
      ...spent(ticket),
      rating: number('rating'),
      recommend: number('recommend'),
      aspects: Object.fromEntries(ASPECTS.map(name => [name, number(name)])),
      pros: text('pros'), cons: text('cons'), conduct: text('conduct'),
    },
  });
}
