/** Certificates: the own ones, to be printed, and what anybody is told who has the code of one. */
import {html, nothing, t, fullDay, head, Loaded, show, empty, say, trouble} from '../ui.js';
import {get, post, put, Problem} from '../api.js';
import {Form} from '../form.js';

/** Of this page alone, so that no other waits for it. */
const STYLES = new URL('../../css/certificates.css', import.meta.url).href;

// ---- the student's

export function certificates(page) {
  return new Certificates(page);
}

class Certificates {
  #page; #data; #busy = null; #problem = null;

  constructor(page) {
    this.#page = page;
    this.#data = new Loaded(page, async signal => (await get('/api/me/certificates', signal)).items);
  }

  title() { return t('certificate.own'); }

  view() {
    return html`<link rel="stylesheet" href=${STYLES}><div class="unprinted">${head(this.title(), t('certificate.own-sub'),
        html`<a class="btn" href="/me">${t('nav.me')}</a>${this.#data.value?.length ? html` <button class="btn pri" @click=${() => print()}>${t('certificate.print')}</button>` : nothing}`)}</div>
      ${show(this.#data, items => items.length ? items.map(each => this.#one(each)) : html`<section class="panel prose">${empty(t('certificate.none'))}</section>`)}`;
  }

  #one(each) {
    return html`<article class="certificate" aria-label=${each.cohortName}>
      <p class="kind">${t('certificate.kind')}</p>
      ${each.name ? html`<p class="who">${each.name}</p>` : nothing}
      <p>${t('certificate.says', {programme: each.programme})}</p>
      <p><b>${each.cohortName}</b><br>${fullDay(each.startDate)} – ${fullDay(each.endDate)}</p>
      <p>${t('certificate.on', {day: fullDay(each.completedOn)})}</p>
      <p class="check">${t('certificate.checked-at', {address: `${location.origin}/certificates`})}<br><b class="code">${each.code}</b></p>
    </article>
    <section class="panel prose unprinted"><h2>${t('certificate.name-title', {cohort: each.cohortName})}</h2>
      <p>${t(each.nameShown ? 'certificate.name-told' : 'certificate.name-untold')}</p>
      ${this.#problem?.of === each.enrollmentId ? trouble(this.#problem.problem, nothing) : nothing}
      <div class="row"><button class="btn" aria-disabled=${this.#busy === each.enrollmentId ? 'true' : nothing}
        @click=${() => this.#consent(each, !each.nameShown)}>${t(each.nameShown ? 'certificate.untell' : 'certificate.tell')}</button>
        <a class="btn" target="_blank" rel="noopener" href=${`/certificates#${each.code}`}>${t('certificate.try')}</a></div></section>`;
  }

  async #consent(each, nameShown) {
    if (this.#busy) return;
    this.#busy = each.enrollmentId;
    this.#problem = null;
    this.#page.paint();
    try {
      Object.assign(each, await put(`/api/me/certificates/${encodeURIComponent(each.enrollmentId)}`, {json: {nameShown}}));
      say(t(nameShown ? 'certificate.name-told' : 'certificate.name-untold'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = {of: each.enrollmentId, problem};
    }
    this.#busy = null;
    this.#page.paint();
  }
}

// ---- anybody's

export function checkCertificate(page) {
  return new Check(page);
}

class Check {
  #page; #form; #found = null;

  constructor(page) {
    this.#page = page;
    // What stands behind # no server is sent; it is looked up only when somebody asks.
    this.#form = new Form(page, {
      fields: () => [{name: 'code', label: t('certificate.code'), hint: t('certificate.code-hint'), required: true}],
      values: {code: decodeURIComponent(location.hash.slice(1))},
      verb: () => t('certificate.check'),
      submit: ({code}) => post('/api/certificates/check', {json: {code}, nobody: true}),
      done: found => {
        this.#found = found;
        this.#page.paint();
        queueMicrotask(() => document.getElementById('checked')?.focus());
      },
    });
  }

  title() { return t('certificate.check-title'); }

  view() {
    return html`${head(this.title(), t('certificate.check-sub'))}<section class="panel prose stack">${this.#form.view()}</section>
      ${this.#found ? told(this.#found) : nothing}`;
  }
}

const told = ({state, programme, cohortName, startDate, endDate, completedOn, policyVersion, name}) => html`
  <section class="panel prose stack"><h2 id="checked" tabindex="-1">${t(`certificate.state.${state}`)}</h2>
    <p>${t(`certificate.means.${state}`)}</p>
    ${programme === null ? nothing : html`<dl class="facts">
      ${name === null ? nothing : html`<dt>${t('certificate.name')}</dt><dd>${name}</dd>`}
      <dt>${t('certificate.programme')}</dt><dd>${programme}</dd>
      <dt>${t('certificate.cohort')}</dt><dd>${cohortName}, ${fullDay(startDate)} – ${fullDay(endDate)}</dd>
      ${completedOn === null ? nothing : html`<dt>${t('certificate.completed')}</dt><dd>${fullDay(completedOn)}</dd>
        <dt>${t('certificate.policy')}</dt><dd>${policyVersion === 0 ? t('certificate.policy-default') : t('certificate.policy-version', {n: policyVersion})}</dd>`}</dl>
      ${name === null && completedOn !== null ? html`<p class="muted">${t('certificate.no-name')}</p>` : nothing}`}</section>`;
