/** Requests about days of attendance: a student asks, with evidence; staff see what accepting would do, and decide. */
import {html, nothing, repeat, t, num, pct, day, fullDay, fullTime, today, head, Loaded, show, empty, say, save, word} from '../ui.js';
import {get, getAll, getFile, post, put, remove, Problem} from '../api.js';
import {Dialogs, Form, PAPERS, PAPER_BYTES_MAX, problemText} from '../form.js';
import {statusText} from '../marks.js';

/** What the interface decides at once. */
const MANY_MAX = 100;
const EXCUSES = ['SICK', 'RESERVE_FORCES', 'FAMILY_EVENT', 'INTERVIEW', 'OTHER'];
const STATES = {OPEN: 'w', ACCEPTED: 'o', REFUSED: '', TAKEN_BACK: ''};

const pathOf = request => `/api/cohorts/${encodeURIComponent(request.cohortId)}/attendance-requests/${encodeURIComponent(request.requestId)}`;

/** Accepted, and an absence all the same. */
const isOverCap = r => r.kind === 'EXCUSED' && !!r.decision?.marks.includes('ABSENT');

const kind = r => `${word('request-kind', r.kind)}${r.excuse ? ` (${word('excuse', r.excuse)})` : ''}`;

/** How many days of the kind are accepted already, where the policy accepts only so many. */
const allowance = r => r.effect?.excuse && r.effect.excuse.cap !== null
  ? html`<p class="small">${t('requests.used', {kind: word('excuse', r.excuse), used: num(r.effect.excuse.used), cap: num(r.effect.excuse.cap), scope: word('policy.within', r.effect.excuse.scope)})}
    ${r.effect.excuse.over ? html`<b>${t('requests.over')}</b>` : nothing}</p>` : nothing;

const tags = r => html`<span class=${`tag ${STATES[r.state] ?? ''}`}>${word('request-state', r.state)}</span>
  ${r.overdue ? html` <span class="tag w">${t('requests.overdue')}</span>` : nothing}
  ${isOverCap(r) ? html` <span class="tag w">${t('requests.over-cap')}</span>` : nothing}
  ${r.state === 'ACCEPTED' && !r.entered ? html` <span class="tag w">${t('requests.not-entered')}</span>` : nothing}`;

const times = r => r.cameAt || r.leftAt ? html`<p class="small">${[r.cameAt && t('requests.came', {time: r.cameAt}), r.leftAt && t('requests.left', {time: r.leftAt})].filter(Boolean).join(', ')}</p>` : nothing;

/** What a reader gets as a file, under a name that says what it is. */
async function saveEvidence(page, r) {
  save(await getFile(`${pathOf(r)}/evidence`, page.signal), `evidence-${r.date}.${PAPERS[r.evidence.contentType] ?? 'bin'}`);
}

const evidence = (r, read) => r.evidence
  ? html`<button class="btn sm" @click=${() => read(r)}>${t('requests.evidence', {kind: (PAPERS[r.evidence.contentType] ?? '').toUpperCase(), size: num(r.evidence.bytes / 1024)})}<span class="sr"> ${fullDay(r.date)}</span></button>`
  : html`<span class="small muted">${t('requests.no-evidence')}</span>`;

// ---- students -------------------------------------------------------------------------------------------------

export function ownRequests(page) {
  return new OwnRequests(page);
}

class OwnRequests {
  #page; #data; #dialogs; #form = null; #file = null; #problem = null;

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => {
      const [record, listed] = await Promise.all([get('/api/me', signal), getAll('/api/me/attendance-requests', signal)]);
      // A list of one's own does not say what accepting would do.
      const items = await Promise.all(listed.map(r => r.state === 'OPEN' && r.kind === 'EXCUSED' ? get(pathOf(r), signal) : r));
      return {cohorts: (record.enrollments ?? []).filter(e => ['ENROLLED', 'ON_LEAVE', 'COMPLETED', 'NOT_COMPLETED'].includes(e.status)), items};
    });
  }

  title() { return t('requests.title'); }

  view() {
    return html`${head(t('requests.title'), t('requests.intro'), html`<a class="btn" href="/me">${t('nav.me')}</a>`)}
      ${this.#problem ? html`<p class="err" role="alert">${problemText(this.#problem)}</p>` : nothing}
      ${show(this.#data, data => this.#body(data))}${this.#dialogs.view()}`;
  }

  #body({cohorts, items}) {
    if (!cohorts.length && !items.length) return html`<section class="panel prose">${empty(t('me.empty'))}</section>`;
    if (cohorts.length) this.#form ??= this.#newForm(cohorts);
    return html`${this.#form ? html`<section class="panel prose"><h2>${t('requests.new')}</h2>${this.#form.view()}</section>` : nothing}
      <section class="panel"><h2>${t('requests.mine')}</h2>${items.length
        ? html`<ul class="stack">${repeat(items.toReversed(), r => r.requestId, r => html`<li class="request">${this.#own(r, cohorts)}</li>`)}</ul>`
        : html`<p class="muted">${t('requests.none-mine')}</p>`}</section>`;
  }

  #own(r, cohorts) {
    const cohort = cohorts.length > 1 ? cohorts.find(each => each.cohortId === r.cohortId) : null;
    return html`<h3>${fullDay(r.date)} · ${kind(r)} ${tags(r)}</h3>
      ${cohort ? html`<p class="small muted">${cohort.cohortName}</p>` : nothing}
      ${r.reason ? html`<p class="text">${r.reason}</p>` : nothing}${times(r)}${allowance(r)}
      ${r.state === 'OPEN' ? html`<p class="small muted">${t('requests.decide-by', {date: day(r.decideBy)})}</p>` : nothing}
      ${r.decision ? html`<p class="small">${t(`requests.decided.${r.decision.decision}`, {time: fullTime(r.decision.at)})}${r.decision.note ? ` “${r.decision.note}”` : ''}</p>` : nothing}
      <div class="row">${r.state === 'TAKEN_BACK' ? nothing : evidence(r, each => this.#try(() => saveEvidence(this.#page, each)))}
        ${r.state === 'OPEN' ? html`<button class="btn sm" @click=${() => this.#send(r)}>${t(r.evidence ? 'requests.other-file' : 'requests.add-file')}<span class="sr"> ${fullDay(r.date)}</span></button>
          <button class="btn sm" @click=${() => this.#takeBack(r)}>${t('requests.take-back')}<span class="sr"> ${fullDay(r.date)}</span></button>` : nothing}</div>`;
  }

  async #try(action) {
    try {
      await action();
      this.#problem = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    }
    this.#page.paint();
  }

  /** One that says of itself what it may be; the server looks at its bytes. */
  #fileField = (id, choose) => () => html`<div class="field"><label for=${id}>${t('requests.file')} <span class="hint">${t('form.optional')}</span></label>
    <p class="hint" id=${`${id}-hint`}>${t('requests.file-hint')}</p>
    <input id=${id} type="file" accept=${Object.keys(PAPERS).join(',')} aria-describedby=${`${id}-hint`} @change=${e => choose(e.target.files[0] ?? null)}></div>`;

  #newForm(cohorts) {
    const correction = values => values.kind === 'CORRECTION';
    this.#file = null;
    return new Form(this.#page, {
      fields: () => [
        ...cohorts.length > 1 ? [{name: 'cohortId', label: t('requests.cohort'), type: 'select', required: true, options: cohorts.map(c => ({value: c.cohortId, label: c.cohortName}))}] : [],
        {name: 'kind', label: t('requests.kind'), type: 'select', required: true, options: ['CORRECTION', 'EXCUSED'].map(value => ({value, label: t(`requests.kind.${value}`)}))},
        {name: 'excuse', label: t('requests.excuse'), type: 'select', required: true, options: EXCUSES.map(value => ({value, label: word('excuse', value)})), when: values => values.kind === 'EXCUSED'},
        {name: 'date', label: t('requests.date'), type: 'date', required: true, max: today(cohorts[0].timeZone)},
        {name: 'cameAt', label: t('requests.came-at'), type: 'time', when: correction, hint: t('requests.came-hint')},
        {name: 'leftAt', label: t('requests.left-at'), type: 'time', when: correction},
        {name: 'reason', label: t('requests.reason'), type: 'textarea', required: true, hint: t('requests.reason-hint')},
      ],
      values: {cohortId: cohorts.at(-1).cohortId},
      extra: this.#fileField('f-evidence', chosen => { this.#file = chosen; }),
      verb: () => t('requests.send'),
      submit: async ({cohortId = cohorts.at(-1).cohortId, date, kind, excuse, reason, cameAt, leftAt}, key) => {
        const file = this.#file;
        if (file) this.#demandFile(file);
        const asked = await post(`/api/cohorts/${encodeURIComponent(cohortId)}/attendance-requests`,
          {json: {date, kind, reason, excuse: excuse ?? null, cameAt: cameAt || null, leftAt: leftAt || null}, key});
        return {asked, file};
      },
      done: async ({asked, file}) => {
        this.#form = null;
        say(t('requests.sent-said'));
        // What was asked stands whatever becomes of the file, which can be sent again beside it.
        await this.#try(() => file && this.#upload(asked, file));
        await this.#data.again();
      },
    });
  }

  #demandFile(file) {
    if (!PAPERS[file.type]) throw new Problem(422, {detail: t('requests.wrong-file')});
    if (file.size > PAPER_BYTES_MAX) throw new Problem(422, {detail: t('requests.large-file')});
  }

  #upload = (r, file) => put(`${pathOf(r)}/evidence`, {file, type: file.type});

  #send(r) {
    let file = null;
    this.#dialogs.ask({
      title: () => t(r.evidence ? 'requests.other-file' : 'requests.add-file'),
      intro: () => t(r.evidence ? 'requests.other-file-intro' : 'requests.add-file-intro', {date: fullDay(r.date)}),
      fields: () => [],
      // The form of the page is still there.
      extra: this.#fileField('f-file', chosen => { file = chosen; }),
      verb: () => t('requests.send-file'),
      submit: async () => {
        if (!file) throw new Problem(422, {detail: t('requests.choose-file')});
        this.#demandFile(file);
        return this.#upload(r, file);
      },
      said: () => t('requests.file-said'),
      done: this.#data.again,
    });
  }

  #takeBack(r) {
    this.#dialogs.confirm({
      title: () => t('requests.take-back'),
      intro: () => t('requests.take-back-intro', {date: fullDay(r.date)}),
      verb: () => t('requests.take-back'),
      submit: () => remove(pathOf(r)),
      said: () => t('requests.taken-back-said'),
      done: this.#data.again,
    });
  }
}

// ---- staff ----------------------------------------------------------------------------------------------------

/** The queue beside the attendance sheet: those that wait, or those that are decided. */
export class RequestQueue {
  #page; #path; #nameOf; #decided; #list; #dialogs; #state = 'OPEN'; #chosen = new Set(); #problem = null;

  /**
   * @param nameOf of a student
   * @param decided what to do once the sheet may be another
   */
  constructor(page, cohortId, nameOf, decided) {
    this.#page = page;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}/attendance-requests`;
    this.#nameOf = nameOf;
    this.#decided = decided;
    this.#dialogs = new Dialogs(page);
    this.#list = new Loaded(page, async signal => {
      let state;
      let items;
      do {
        state = this.#state;
        items = await getAll(`${this.#path}?state=${state}`, signal);
      } while (state !== this.#state);
      const there = new Set(items.map(r => r.requestId));
      this.#chosen.forEach(id => { if (!there.has(id)) this.#chosen.delete(id); });
      return items;
    });
  }

  again = () => this.#list.again();

  view() {
    return html`<section class="panel requests" aria-labelledby="requests-title"><header><h2 id="requests-title">${t('requests.title')}</h2>
        <div class="row"><button class="btn sm" aria-pressed=${this.#state === 'OPEN'} @click=${() => this.#show('OPEN')}>${t('requests.open')}</button>
          <button class="btn sm" aria-pressed=${this.#state === 'DECIDED'} @click=${() => this.#show('DECIDED')}>${t('requests.decided')}</button></div></header>
      ${this.#problem ? html`<p class="err" role="alert">${problemText(this.#problem)}</p>` : nothing}
      ${show(this.#list, items => this.#body(items))}${this.#dialogs.view()}</section>`;
  }

  #show(state) {
    this.#state = state;
    this.#chosen.clear();
    this.#list.again();
  }

  #body(items) {
    if (!items.length) return html`<p class="muted">${t(this.#state === 'OPEN' ? 'requests.none-open' : 'requests.none-decided')}</p>`;
    const n = this.#chosen.size;
    return html`${this.#state === 'OPEN' && items.length > 1 ? html`<div class="row">
        <button class="btn sm" aria-disabled=${n ? nothing : 'true'} @click=${() => n && this.#many('ACCEPT')}>${t('requests.accept-chosen', {n})}</button>
        <button class="btn sm" aria-disabled=${n ? nothing : 'true'} @click=${() => n && this.#many('REFUSE')}>${t('requests.refuse-chosen', {n})}</button></div>` : nothing}
      <ul class="stack">${repeat(items, r => r.requestId, r => html`<li class="request">${this.#one(r, items.length > 1)}</li>`)}</ul>`;
  }

  #one(r, several) {
    const open = r.state === 'OPEN';
    const title = html`${this.#nameOf(r.studentId)} · ${fullDay(r.date)} · ${kind(r)}`;
    return html`<h3>${open && several ? html`<label class="choose"><input type="checkbox" .checked=${this.#chosen.has(r.requestId)} @change=${e => this.#choose(r, e.target.checked)}>${title}</label>` : title} ${tags(r)}</h3>
      <p class="text">${r.reason}</p>${times(r)}
      ${r.effect ? this.#effect(r) : nothing}${allowance(r)}
      <p class="small muted">${t('requests.asked', {time: fullTime(r.askedAt)})}${open ? ` · ${t('requests.decide-by', {date: day(r.decideBy)})}` : ''}</p>
      ${r.decision ? html`<p class="small">${t(`requests.decided-by.${r.decision.decision}`, {name: r.decision.by, time: fullTime(r.decision.at)})}${r.decision.note ? ` “${r.decision.note}”` : ''}</p>` : nothing}
      <div class="row">${evidence(r, each => this.#read(each))}
        ${open ? ['ACCEPT', 'REFUSE'].map(decision => html`<button class="btn sm" @click=${() => this.#decide(r, decision)}>${t(`requests.${decision}`)}<span class="sr"> ${this.#nameOf(r.studentId)}, ${fullDay(r.date)}</span></button>`) : nothing}</div>`;
  }

  /** In people and days, before anything is decided. */
  #effect({effect: {now, amended}}) {
    const rate = figures => figures.rate === null ? t('no-data') : pct(figures.rate, 1);
    return html`<p class="small">${t('requests.effect', {from: marked(now), to: marked(amended), rate: rate(now), after: rate(amended), miss: num(now.stillToMiss), left: num(amended.stillToMiss)})}</p>`;
  }

  #choose({requestId}, on) {
    if (on && this.#chosen.size < MANY_MAX) this.#chosen.add(requestId);
    else this.#chosen.delete(requestId);
    this.#page.paint();
  }

  async #read(r) {
    try {
      await saveEvidence(this.#page, r);
      this.#problem = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    }
    this.#page.paint();
  }

  #after = async () => {
    await Promise.all([this.again(), this.#decided()]);
  };

  #decide(r, decision) {
    this.#dialogs.ask({
      title: () => t(`requests.${decision}-title`, {name: this.#nameOf(r.studentId)}),
      intro: () => `${t(`requests.${decision}-intro`, {date: fullDay(r.date), status: r.effect ? marked(r.effect.amended) : ''})}${decision === 'ACCEPT' && r.effect?.excuse?.over ? ` ${t('requests.over')}` : ''}`,
      fields: () => [{name: 'note', label: t('requests.note'), hint: t('requests.note-hint')}],
      verb: () => t(`requests.${decision}`),
      submit: ({note}, key) => post(`${pathOf(r)}/decision`, {json: {decision, note: note || null}, key}),
      said: () => t(`requests.${decision}-said`),
      done: this.#after,
    });
  }

  #many(decision) {
    const requestIds = [...this.#chosen];
    this.#dialogs.ask({
      title: () => t(`requests.${decision}-many`, {n: requestIds.length}),
      fields: () => [{name: 'note', label: t('requests.note'), hint: t('requests.note-hint')}],
      verb: () => t(`requests.${decision}`),
      submit: ({note}, key) => post(`${this.#path}/decisions`, {json: {requestIds, decision, note: note || null}, key}),
      done: async ({items}) => {
        const refused = items.filter(each => each.code);
        say(t('requests.many-said', {n: items.length - refused.length}));
        if (refused.length) this.#dialogs.tell(() => t('requests.not-decided', {n: refused.length}), () => this.#reasons(refused));
        await this.#after();
      },
    });
  }

  #reasons(refused) {
    const byId = new Map((this.#list.value ?? []).map(r => [r.requestId, r]));
    return html`<ul class="stack2">${refused.map(each => {
      const r = byId.get(each.requestId);
      return html`<li>${r ? `${this.#nameOf(r.studentId)}, ${fullDay(r.date)}: ` : ''}${word('requests.why', each.code)}</li>`;
    })}</ul>`;
  }
}

const marked = figures => statusText(figures.status === 'UNMARKED' ? [] : figures.status.split('+'));
