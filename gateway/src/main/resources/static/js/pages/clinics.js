/** A student's clinics: slots to book, to move to and to give up, and what the practitioner said. */
import {html, nothing, repeat, t, word, head, fullDay, fullTime, wallClock, when, say, Loaded, show, empty} from '../ui.js';
import {get, put, remove} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {again} from './lectures.js';

const RELOAD_MS = 30_000;

/** From when until when, on the clock of the clinic's zone. */
export const clock = (slot, timeZone) => `${wallClock(slot.startsAt, timeZone).time}–${wallClock(slot.endsAt, timeZone).time}`;

export const byStart = (a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || a.clinicId.localeCompare(b.clinicId);

export const isOver = clinic => Date.parse(clinic.endsAt) < Date.now();

/** Until when students book and give up, where it is not simply until a slot begins. */
export const deadlines = clinic => html`
  ${clinic.bookUntil ? html`<dt>${t('clinic.book-until')}</dt><dd>${fullTime(clinic.bookUntil)}</dd>` : nothing}
  ${clinic.cancelUntil ? html`<dt>${t('clinic.cancel-until')}</dt><dd>${fullTime(clinic.cancelUntil)}</dd>` : nothing}`;

export function clinics(page) {
  return new Clinics(page);
}

class Clinics {
  #page; #data; #dialogs; #busy = false; #trouble = null;

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => (await get('/api/me/clinics', signal)).items.sort(byStart));
    again(page, this.#data.again, RELOAD_MS);
  }

  title() { return t('nav.clinics'); }

  view() {
    return html`${head(t('nav.clinics'), t('clinic.sub-student'))}
      ${show(this.#data, all => this.#body(all))}${this.#dialogs.view()}`;
  }

  #body(all) {
    const coming = all.filter(c => !isOver(c) && (!c.cancellation || c.mine.lostSlotId));
    const told = all.filter(c => isOver(c) && (c.mine.slotId || c.mine.feedback)).reverse();
    if (!coming.length && !told.length) return html`<section class="panel prose">${empty(t('clinic.none-student'))}</section>`;
    return html`${repeat(coming, c => c.clinicId, c => this.#clinic(c))}
      ${told.length ? html`<section class="panel prose"><h2>${t('clinic.past')}</h2>
        ${repeat(told, c => c.clinicId, c => html`<article><h3>${c.title}</h3><p class="muted">${fullDay(wallClock(c.startsAt, c.timeZone).date)}${c.instructor ? ` · ${c.instructor}` : ''}</p>
          ${feedback(c)}</article>`)}</section>` : nothing}`;
  }

  #clinic(c) {
    const lost = c.mine.lostSlotId && c.slots.find(s => s.slotId === c.mine.lostSlotId);
    const why = c.cancellation?.reason ?? lost?.cancellation?.reason;
    return html`<section class="panel" id=${`clinic-${c.clinicId}`} tabindex="-1"><header><h2>${c.title}</h2><span class="tag">${word('clinic-kind', c.kind)}</span></header>
      ${lost ? html`<div class="note warn" role="status"><p><b>${t('clinic.lost', {time: clock(lost, c.timeZone)})}</b> ${why ?? ''}</p></div>` : nothing}
      ${c.note ? html`<p class="note">${t('clinic.changed')} ${c.note.text}</p>` : nothing}
      <dl class="facts"><dt>${t('session.when')}</dt><dd>${when(c)}</dd>
        ${c.instructor ? html`<dt>${t('clinic.practitioner')}</dt><dd>${c.instructor}</dd>` : nothing}
        ${c.place ? html`<dt>${t('session.place')}</dt><dd>${c.place}</dd>` : nothing}${deadlines(c)}</dl>
      ${this.#trouble?.clinicId === c.clinicId ? html`<div class="note bad" role="alert" id="clinic-trouble"><p>${problemText(this.#trouble.problem)}</p></div>` : nothing}
      ${c.cancellation ? nothing : html`<ul class="slots" aria-label=${t('clinic.slots-of', {title: c.title})}>${repeat(c.slots, s => s.slotId, s => this.#slot(c, s))}</ul>`}
      ${feedback(c)}</section>`;
  }

  #slot(c, s) {
    const mine = s.slotId === c.mine.slotId;
    const full = s.booked >= c.capacity;
    const mayBook = s.open && !full && (!c.mine.slotId || c.mine.mayGiveUp);
    const time = clock(s, c.timeZone);
    return html`<li class=${mine ? 'mine' : ''}><span><b>${time}</b> ${mine ? html`<span class="tag o">${t('clinic.mine')}</span>`
      : s.cancellation ? html`<span class="tag w">${t('session.cancelled')}</span>`
      : full ? html`<span class="tag">${t('clinic.full')}</span>`
      : !s.open ? html`<span class="tag">${t('clinic.closed')}</span>`
      : c.capacity > 1 ? html`<span class="muted small">${t('clinic.left', {n: c.capacity - s.booked})}</span>` : nothing}</span>
      ${mine && c.mine.mayGiveUp ? html`<button class="btn sm" ?disabled=${this.#busy} @click=${() => this.#giveUp(c, s)}>${t('clinic.give-up')}<span class="sr"> ${time}</span></button>`
        : !mine && mayBook ? html`<button class="btn sm" ?disabled=${this.#busy} @click=${() => this.#book(c, s)}>${t(c.mine.slotId ? 'clinic.move-here' : 'clinic.book')}<span class="sr"> ${time}</span></button>` : nothing}</li>`;
  }

  async #book(c, s) {
    this.#busy = true;
    this.#trouble = null;
    this.#page.paint();
    try {
      const after = await put(`/api/clinics/${encodeURIComponent(c.clinicId)}/bookings/me`, {json: {slotId: s.slotId}});
      this.#replace(after);
      say(t('clinic.booked-said', {time: clock(s, c.timeZone)}));
    } catch (problem) {
      this.#trouble = {clinicId: c.clinicId, problem};
      await this.#data.again();
    } finally {
      this.#busy = false;
      this.#page.paint();
    }
    // The button that was pressed is gone.
    document.getElementById(`clinic-${c.clinicId}`)?.focus({preventScroll: true});
  }

  #giveUp(c, s) {
    this.#dialogs.confirm({
      title: () => t('clinic.give-up'),
      intro: () => t('clinic.give-up-intro', {title: c.title, time: clock(s, c.timeZone)}),
      verb: () => t('clinic.give-up'),
      submit: () => remove(`/api/clinics/${encodeURIComponent(c.clinicId)}/bookings/me`),
      said: () => t('clinic.given-up-said'),
      done: after => this.#replace(after),
    });
  }

  #replace(after) {
    this.#data.set(this.#data.value.map(each => each.clinicId === after.clinicId ? after : each));
  }
}

/** As it was written, line by line. */
const feedback = c => c.mine.feedback ? html`<div class="stack2"><h3>${t('clinic.feedback')}</h3>
  <p class="written">${c.mine.feedback.text}</p><p class="muted small">${fullTime(c.mine.feedback.at)} · ${t('clinic.feedback-who')}</p></div>` : nothing;
