/** The questions about a lecture: asked and voted for by students, answered and looked after by staff, live. */
import {html, nothing, repeat, t, num, time, fullTime, Reloading, Loaded, show, say, save} from '../ui.js';
import {getAll, getCsv, post, put, remove, isStaff, isStudent, Problem} from '../api.js';
import {Dialogs, Form, problemText} from '../form.js';
import {HeldOrder} from '../live.js';

/** So that not all who look at the same lecture load in the same moment. */
const RELOAD_MS = 1_000;

const byWeight = (a, b) => !!a.mergedInto - !!b.mergedInto || !!a.answer - !!b.answer || b.votes - a.votes || Date.parse(a.askedAt) - Date.parse(b.askedAt)
  || a.questionId.localeCompare(b.questionId);

export class Questions {
  #page; #path; #lectureId; #list; #reloading; #order; #dialogs; #form; #problem = null; #sending = new Set(); #nameOf;

  /** @param nameOf of a student, for staff; null where it is not known */
  constructor(page, path, lectureId, nameOf) {
    this.#page = page;
    this.#path = `${path}/questions`;
    this.#lectureId = lectureId;
    this.#nameOf = nameOf;
    this.#list = new Loaded(page, signal => getAll(this.#path, signal));
    this.#reloading = new Reloading(page, this.#list.again, () => RELOAD_MS * (.5 + Math.random()));
    this.#order = new HeldOrder(page.paint);
    this.#dialogs = new Dialogs(page);
    this.#form = isStudent() ? this.#newForm() : null;
  }

  again = () => this.#list.again();

  /** Figures change in place; texts are loaded where one is new, or another than the one held. */
  news(figures) {
    const list = this.#list.value;
    if (!list) return;
    const told = new Map(figures.questions.map(q => [q.questionId, q]));
    let isAnother = false;
    for (const q of list) {
      const now = told.get(q.questionId);
      told.delete(q.questionId);
      if (!now) {
        isAnother ||= q.standing === 'OPEN';
      } else if (now.edition !== q.edition) {
        isAnother = true;
      } else if (!this.#sending.has(q.questionId)) {
        q.votes = now.votes;
        q.reports = now.reports ?? q.reports;
      }
    }
    if (isAnother || told.size) this.#reloading.soon();
    this.#page.paint();
  }

  view(lecture) {
    const open = lecture.status === 'PUBLISHED';
    return html`<section class="panel questions"><header><h2>${t('questions.title')}</h2>
        ${isStaff() ? html`<button class="btn sm" @click=${async () => save(await getCsv(this.#path, this.#page.signal), `${this.#lectureId}-questions.csv`)}>CSV</button>` : nothing}</header>
      ${this.#problem ? html`<p class="err" role="alert">${problemText(this.#problem)}</p>` : nothing}
      ${show(this.#list, list => this.#body(list, open))}
      ${this.#form && open ? html`<div class="ask"><h3>${t('questions.ask')}</h3><p class="hint">${t('questions.privacy')}</p>${this.#form.view()}</div>` : nothing}
      ${this.#dialogs.view()}</section>`;
  }

  #body(list, open) {
    if (!list.length) return html`<p class="muted">${t(open ? 'questions.none-yet' : 'questions.none')}</p>`;
    const o = this.#order;
    const held = o.of(list.toSorted(byWeight), q => q.questionId);
    return html`${held.moved ? html`<div class="held"><span>${t('held', {n: held.moved})}</span><button class="btn sm" @click=${o.release}>${t('held.show')}</button></div>` : nothing}
      <ul class="stack" @focusin=${o.enter} @focusout=${o.leave} @pointerenter=${o.enter} @pointerleave=${o.leave}>
        ${repeat(held.rows, q => q.questionId, q => html`<li class="question" id=${`question-${q.questionId}`} tabindex="-1">${this.#question(q, open)}</li>`)}</ul>`;
  }

  #question(q, open) {
    return html`<div class="vote">${this.#vote(q, open)}</div>
      <div class="said"><p class="text">${q.text}</p>
        <p class="small muted">${this.#who(q)}<time datetime=${q.askedAt}>${fullTime(q.askedAt)}</time>
          ${q.standing === 'OPEN' ? nothing : html` <span class="tag w">${t(`questions.${q.standing}`)}</span>`}
          ${q.reports ? html` · ${t('questions.reported-by', {n: q.reports})}` : nothing}
          ${q.merged ? html` · ${t('questions.merged', {n: q.merged})}` : nothing}</p>
        ${q.mergedInto ? this.#pointer(q) : nothing}
        ${q.reason ? html`<p class="small">${t('questions.because', {reason: q.reason})}</p>` : nothing}
        ${q.mine ? q.looks.map(look => html`<p class="small">${t('questions.looked-mine', {time: fullTime(look.at), reason: look.reason})}</p>`)
          : q.looks.length ? html`<p class="small muted">${t('questions.looked', {n: q.looks.length})}</p>` : nothing}
        ${q.answer ? html`<div class="answer"><p class="small"><b>${t('questions.answer')}</b> <span class="muted">${time(new Date(q.answer.at))}</span></p><p class="text">${q.answer.text}</p></div>` : nothing}
        <div class="row">${isStaff() ? this.#staff(q) : this.#student(q, open)}</div></div>`;
  }

  /** To the question that counts for this one; no address of its own, as the page's questions have none. */
  #pointer(q) {
    const other = this.#list.value.find(each => each.questionId === q.mergedInto);
    if (!other) return html`<p class="small">${t('questions.merged-away')}</p>`;
    return html`<p class="small">${t('questions.merged-into')} <button class="btn sm" @click=${() => document.getElementById(`question-${other.questionId}`).focus()}>${other.text}</button></p>`;
  }

  #who(q) {
    if (q.mine) return html`<b>${t('questions.mine')}</b>${q.signed ? ` (${t('questions.signed')})` : ''} · `;
    if (q.studentId) return html`<b>${this.#nameOf(q.studentId) ?? q.studentId}</b> · `;
    return q.signed ? `${t('questions.signed')} · ` : nothing;
  }

  // ---- students ---------------------------------------------------------------------------------------------

  #vote(q, open) {
    const count = html`<b>${num(q.votes)}</b>`;
    if (!isStudent() || q.mine || !open || q.standing !== 'OPEN' || q.mergedInto) return html`<span class="votes"><span class="sr">${t('questions.votes', {n: q.votes})}</span><span aria-hidden="true">▲ ${count}</span></span>`;
    return html`<button class="btn sm votes" aria-pressed=${q.voted} aria-label=${t('questions.vote', {n: q.votes})}
      @click=${() => this.#toggle(q)}>▲ ${count}</button>`;
  }

  /** Shown at once, and as the server says it afterwards; pressed again meanwhile it does nothing. */
  async #toggle(q) {
    if (this.#sending.has(q.questionId)) return;
    this.#sending.add(q.questionId);
    const path = `${this.#path}/${encodeURIComponent(q.questionId)}/votes/me`;
    const before = {voted: q.voted, votes: q.votes};
    Object.assign(q, {voted: !q.voted, votes: q.votes + (q.voted ? -1 : 1)});
    this.#page.paint();
    try {
      const {voted, votes} = await (before.voted ? remove(path) : put(path));
      Object.assign(q, {voted, votes});
      this.#problem = null;
      say(t(voted ? 'questions.voted-said' : 'questions.unvoted-said', {n: votes}));
    } catch (problem) {
      Object.assign(q, before);
      this.#failed(problem);
    } finally {
      this.#sending.delete(q.questionId);
    }
    this.#page.paint();
  }

  #student(q, open) {
    if (q.mine) return this.#button('questions.take-back', () => this.#takeBack(q));
    if (q.reported) return html`<span class="small muted">${t('questions.reported')}</span>`;
    return open || q.standing === 'OPEN' ? this.#button('questions.report', () => this.#report(q)) : nothing;
  }

  #button(key, action) {
    return html`<button class="btn sm" @click=${action}>${t(key)}</button>`;
  }

  #newForm() {
    return new Form(this.#page, {
      fields: () => [
        {name: 'text', label: t('questions.text'), type: 'textarea', required: true, hint: t('questions.text-hint')},
        {name: 'signed', label: t('questions.sign'), type: 'checks', options: [{value: 'yes', label: t('questions.sign-label')}]},
      ],
      verb: () => t('questions.send'),
      submit: (values, key) => post(this.#path, {json: {text: values.text, signed: values.signed.includes('yes')}, key}),
      done: () => {
        this.#form = this.#newForm();
        say(t('questions.sent-said'));
        return this.again();
      },
    });
  }

  #report(q) {
    this.#dialogs.confirm({
      title: () => t('questions.report'),
      intro: () => t('questions.report-intro'),
      verb: () => t('questions.report'),
      submit: () => put(`${this.#path}/${encodeURIComponent(q.questionId)}/reports/me`),
      said: () => t('questions.reported'),
      done: this.again,
    });
  }

  #takeBack(q) {
    this.#dialogs.confirm({
      title: () => t('questions.take-back'),
      intro: () => t('questions.take-back-intro'),
      verb: () => t('questions.take-back'),
      submit: () => remove(`${this.#path}/${encodeURIComponent(q.questionId)}`),
      said: () => t('questions.taken-back-said'),
      done: this.again,
    });
  }

  // ---- staff ------------------------------------------------------------------------------------------------

  #staff(q) {
    return html`${q.mergedInto ? this.#button('questions.separate', () => this.#separate(q))
      : this.#button(q.answer ? 'questions.answer-anew' : 'questions.answer-it', () => this.#answer(q))}
      ${this.#others(q).length ? this.#button('questions.merge', () => this.#merge(q)) : nothing}
      ${q.standing === 'OPEN' ? nothing : this.#button('questions.open', () => this.#stand(q, 'OPEN'))}
      ${q.standing === 'HELD' ? nothing : this.#button('questions.hold', () => this.#stand(q, 'HELD'))}
      ${q.standing === 'HIDDEN' ? nothing : this.#button('questions.hide', () => this.#hide(q))}
      ${q.signed ? nothing : this.#button('questions.who', () => this.#reveal(q))}`;
  }

  #of = q => `${this.#path}/${encodeURIComponent(q.questionId)}`;

  #answer(q) {
    this.#dialogs.ask({
      title: () => t('questions.answer-it'),
      intro: () => q.text,
      fields: () => [{name: 'text', label: t('questions.answer'), type: 'textarea', required: true}],
      values: {text: q.answer?.text ?? ''},
      verb: () => t('questions.answer-it'),
      submit: values => put(`${this.#of(q)}/answer`, {json: values}),
      said: () => t('questions.answered-said'),
      done: this.again,
    });
  }

  /** Into which it can be merged: those that others read, and that stand for themselves. */
  #others(q) {
    if (q.mergedInto || q.merged) return [];
    return this.#list.value.filter(each => each !== q && each.standing === 'OPEN' && !each.mergedInto);
  }

  #merge(q) {
    this.#dialogs.ask({
      title: () => t('questions.merge'),
      intro: () => html`<span class="text">${q.text}</span> ${t('questions.merge-intro')}`,
      fields: () => [{name: 'into', label: t('questions.merge-with'), type: 'select', required: true,
        options: this.#others(q).toSorted(byWeight).map(each => ({value: each.questionId, label: each.text}))}],
      verb: () => t('questions.merge'),
      submit: values => put(`${this.#of(q)}/merging`, {json: values}),
      said: () => t('questions.merged-said'),
      done: this.again,
    });
  }

  async #separate(q) {
    try {
      await remove(`${this.#of(q)}/merging`);
      this.#problem = null;
      say(t('questions.separated-said'));
    } catch (problem) {
      this.#failed(problem);
    }
    await this.again();
  }

  async #stand(q, standing) {
    try {
      await put(`${this.#of(q)}/standing`, {json: {standing}});
      this.#problem = null;
      say(t(`questions.${standing}`));
    } catch (problem) {
      this.#failed(problem);
    }
    await this.again();
  }

  #hide(q) {
    this.#dialogs.ask({
      title: () => t('questions.hide'),
      intro: () => q.text,
      fields: () => [{name: 'reason', label: t('questions.reason'), hint: t('questions.reason-hint')}],
      verb: () => t('questions.hide'),
      submit: ({reason}) => put(`${this.#of(q)}/standing`, {json: {standing: 'HIDDEN', reason: reason || null}}),
      said: () => t('questions.HIDDEN'),
      done: this.again,
    });
  }

  #reveal(q) {
    this.#dialogs.ask({
      title: () => t('questions.who'),
      intro: () => t('questions.who-intro'),
      fields: () => [{name: 'reason', label: t('questions.reason'), required: true}],
      verb: () => t('questions.who'),
      submit: (values, key) => post(`${this.#of(q)}/author`, {json: values, key}),
      done: ({studentId}) => {
        this.#dialogs.tell(() => t('questions.asked-by'), () => html`<p>${this.#nameOf(studentId) ?? studentId}</p>`);
        return this.again();
      },
    });
  }

  #failed(problem) {
    if (!(problem instanceof Problem)) throw problem;
    this.#problem = problem;
  }
}
