/** What staff leave of a lecture that has begun: notes, drawn from the pieces that the server read them into, and a recording. */
import {html, nothing, t, time, say, Loaded, show} from '../ui.js';
import {getTagged, isStaff, post, put, Problem} from '../api.js';
import {Form, newKey, problemText} from '../form.js';

const HEADINGS = [
  children => html`<h3 dir="auto">${children}</h3>`,
  children => html`<h4 dir="auto">${children}</h4>`,
  children => html`<h5 dir="auto">${children}</h5>`,
];

/** Nothing here takes markup: each piece has a template of its own, and one of a kind that has none shows its words. */
const PIECES = {
  PARAGRAPH: (_, children) => html`<p dir="auto">${children}</p>`,
  HEADING: ({level}, children) => HEADINGS[Math.min(level, HEADINGS.length) - 1](children),
  QUOTE: (_, children) => html`<blockquote dir="auto">${children}</blockquote>`,
  BULLETS: (_, children) => html`<ul dir="auto">${children}</ul>`,
  NUMBERS: ({start}, children) => html`<ol start=${start} dir="auto">${children}</ol>`,
  ITEM: (_, children) => html`<li dir="auto">${children}</li>`,
  CODE_BLOCK: ({text}) => html`<pre tabindex="0"><code>${text}</code></pre>`,
  RULE: () => html`<hr>`,
  TABLE: (_, children) => html`<div class="tw"><table><tbody>${children}</tbody></table></div>`,
  ROW: (_, children) => html`<tr>${children}</tr>`,
  HEAD_CELL: (_, children) => html`<th scope="col" dir="auto">${children}</th>`,
  CELL: (_, children) => html`<td dir="auto">${children}</td>`,
  TEXT: ({text}) => text,
  CODE: ({text}) => html`<code>${text}</code>`,
  EMPHASIS: (_, children) => html`<em>${children}</em>`,
  STRONG: (_, children) => html`<strong>${children}</strong>`,
  LINK: ({href}, children) => html`<a href=${href} rel="noopener noreferrer">${children}</a>`,
  BREAK: () => html`<br>`,
};

const drawn = nodes => nodes.map(node => {
  const children = node.children ? drawn(node.children) : nothing;
  return PIECES[node.kind]?.(node, children) ?? children;
});

export const markdown = nodes => html`<div class="md">${drawn(nodes)}</div>`;

export class Notes {
  #page; #path; #data; #form = null; #preview = null; #problem = null; #edition = null; #theirs = null;

  /** @param path of the lecture */
  constructor(page, path) {
    this.#page = page;
    this.#path = `${path}/notes`;
    this.#data = new Loaded(page, async signal => {
      const {body, etag} = await getTagged(this.#path, signal);
      return {...body, etag};
    });
  }

  view() {
    return html`<section class="panel notes"><header><h2>${t('notes.title')}</h2>
      ${isStaff() && this.#data.value && !this.#form ? html`<button class="btn sm" @click=${this.#edit}>${t('notes.edit')}</button>` : nothing}</header>
      ${this.#form ? html`${this.#form.view()}${this.#shown()}` : show(this.#data, notes => this.#read(notes))}</section>`;
  }

  #read({document, recordingUrl, writtenAt}) {
    if (!document.length && !recordingUrl) return html`<p>${t(isStaff() ? 'notes.none-staff' : 'notes.none')}</p>`;
    return html`${recordingUrl ? html`<p><a href=${recordingUrl} rel="noopener noreferrer">${t('notes.recording')}</a>
        <span class="muted small">${new URL(recordingUrl).host}</span></p>` : nothing}
      ${markdown(document)}<p class="muted small">${t('notes.written', {time: time(writtenAt)})}</p>`;
  }

  #edit = () => {
    const {notes, recordingUrl, etag} = this.#data.value;
    this.#edition = etag;
    this.#theirs = null;
    this.#preview = null;
    this.#problem = null;
    this.#form = new Form(this.#page, {
      fields: () => [
        {name: 'notes', label: t('notes.text'), type: 'textarea', hint: t('notes.text-hint')},
        {name: 'recordingUrl', label: t('notes.recording-url'), type: 'url', hint: t('notes.recording-hint')},
      ],
      values: {notes, recordingUrl: recordingUrl ?? ''},
      verb: () => t('notes.save'),
      submit: this.#save,
      done: () => {
        this.#close();
        say(t('notes.saved-said'));
        return this.#data.again();
      },
      extra: () => html`<div><button type="button" class="btn" @click=${this.#look}>${t('notes.preview')}</button></div>`,
      cancel: this.#close,
    });
    this.#page.paint();
  };

  /** What somebody else wrote meanwhile is shown beside the draft, and the next save goes over it. */
  #save = async values => {
    try {
      return await put(this.#path, {json: {notes: values.notes, recordingUrl: values.recordingUrl || null}, ifMatch: this.#edition});
    } catch (problem) {
      if (problem.status === 412) {
        const {body, etag} = await getTagged(this.#path, this.#page.signal);
        this.#edition = etag;
        this.#theirs = body;
      }
      throw problem;
    }
  };

  #close = () => {
    this.#form = null;
    this.#page.paint();
  };

  #look = async () => {
    this.#problem = null;
    try {
      this.#preview = await post(`${this.#path}/preview`, {json: {notes: this.#form.values.notes}, key: newKey()});
      say(t('notes.preview-said'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#preview = null;
      this.#problem = problem;
    }
    this.#page.paint();
  };

  #shown() {
    return html`${this.#theirs ? html`<section class="preview" aria-label=${t('notes.theirs')}><h3>${t('notes.theirs')}</h3>
      <p class="hint">${t('notes.theirs-hint')}</p>${markdown(this.#theirs.document)}</section>` : nothing}${this.#looked()}`;
  }

  #looked() {
    if (this.#problem) return html`<p class="err" role="alert">${this.#problem.errors[0]?.reason ?? problemText(this.#problem)}</p>`;
    return this.#preview ? html`<section class="preview" aria-label=${t('notes.preview')}>${markdown(this.#preview.document)}</section>` : nothing;
  }
}
