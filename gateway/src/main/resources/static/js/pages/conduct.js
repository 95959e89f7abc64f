/** Where whoever reported something to staff comes back with a code: no sign-in, and nothing says who. */
import {html, t, head} from '../ui.js';
import {post} from '../api.js';
import {Form} from '../form.js';
import {thread} from '../thread.js';

export function conduct(page) {
  return new Conduct(page);
}

class Conduct {
  #page; #code = null; #said = null; #back; #again; #sent = false;

  constructor(page) {
    this.#page = page;
    this.#back = new Form(page, {
      fields: () => [{name: 'code', label: t('conduct.code'), hint: t('conduct.code-hint'), required: true}],
      verb: () => t('conduct.come-back'),
      submit: async ({code}) => ({code, said: await post('/api/conduct-reports/return', {json: {code}, nobody: true})}),
      done: ({code, said}) => {
        this.#code = code;
        this.#show(said);
      },
    });
  }

  title() { return t('conduct.title'); }

  view() {
    return html`${head(t('conduct.title'), t('conduct.sub'))}${this.#said ? this.#body(this.#said) : html`<section class="panel prose">${this.#back.view()}</section>`}`;
  }

  #body({state, messages}) {
    return html`<section class="panel prose stack"><div class="note" role="status"><p>${t(this.#sent ? 'conduct.sent' : `conduct.state.${state}`)}</p></div>
        ${thread(messages, from => t(`conduct.from.${from}`))}</section>
      <section class="panel prose stack"><h2>${t('conduct.again')}</h2>${this.#again.view()}
        <div class="row"><button class="btn" @click=${this.#forget}>${t('conduct.forget')}</button></div></section>`;
  }

  #show(said, sent = false) {
    this.#said = said;
    this.#sent = sent;
    this.#again = new Form(this.#page, {
      fields: () => [{name: 'text', label: t('conduct.text'), hint: t('conduct.text-hint'), type: 'textarea', required: true}],
      verb: () => t('conduct.send'),
      submit: ({text}) => post('/api/conduct-reports/messages', {json: {code: this.#code, text}, nobody: true}),
      done: now => this.#show(now, true),
    });
    this.#page.paint();
    queueMicrotask(() => document.querySelector('h1')?.focus());
  }

  /** For who is next at this browser: the code is nowhere but in this page. */
  #forget = () => this.#page.replace('/conduct');
}
