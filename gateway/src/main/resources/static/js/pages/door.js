/** Coming in: sign-in, the first admin's set-up link, an invitation or reset link. */
import {html, nothing, t, say} from '../ui.js';
import {signIn, session, post, get, loadSession, Problem} from '../api.js';
import {Form} from '../form.js';

const name = (readonly = false) => ({name: 'username', label: t('username'), required: true, autocomplete: 'username', readonly});
const password = (autocomplete, hint) => ({name: 'password', label: t('password'), type: 'password', required: true, autocomplete, hint});

/** Where to go after signing in: a path of these pages only. */
function target(to = new URLSearchParams(location.search).get('to') ?? '/') {
  return /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}

const card = (title, form, before = nothing) => html`<section class="panel narrow"><h1 tabindex="-1">${title}</h1>${before}${form}</section>`;

const TO = 'sign-in-to';

/**
 * Signing in by the issuer, where there is one: the browser goes there and comes back here with a code.
 * @param whereTo says where the reader goes on
 */
function byIssuer(page, whereTo = () => target()) {
  let name = null, busy = false, wrong = '';
  const trying = async work => {
    busy = true;
    wrong = '';
    page.paint();
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      wrong = problem.detail ?? t('failed.title');
      busy = false;
      page.paint();
    }
  };
  const leave = () => busy || trying(async () => {
    const {url} = await post('/api/sign-in/openid-connect', {json: {}, anonymous: true});
    sessionStorage.setItem(TO, whereTo());
    location.assign(url);
  });
  const comeBack = (code, state, iss) => trying(async () => {
    await post('/api/sign-in/openid-connect/code', {json: {code, state, iss}, anonymous: true});
    await loadSession();
    page.go(target(sessionStorage.getItem(TO) ?? '/'), {replace: true});
  });
  const back = new URLSearchParams(location.search);
  if (location.pathname === '/sign-in' && back.has('state')) {
    // Good once; it is not to stay in the history.
    history.replaceState(history.state, '', location.pathname);
    if (back.has('code')) comeBack(back.get('code'), back.get('state'), back.get('iss'));
    else wrong = t('sign-in.issuer-refused');
  }
  get('/api/sign-in', page.signal).then(ways => {
    name = ways.openIdConnect ?? null;
    page.paint();
  }, () => {});
  return () => html`${wrong ? html`<p class="err" role="alert">${wrong}</p>` : nothing}
    ${name ? html`<p><button type="button" class="btn" aria-disabled=${busy ? 'true' : nothing} @click=${leave}>${
      busy ? t('sign-in.issuer-waits') : t('sign-in.by-issuer', {name})}</button></p>` : nothing}`;
}

export function signInPage(page) {
  const issuer = byIssuer(page);
  const form = new Form(page, {
    fields: () => [name(), password('current-password')],
    verb: () => t('sign-in'),
    submit: values => signIn(values.username, values.password),
    done: () => page.go(target() + location.hash),
  });
  return {title: () => t('sign-in'), view: () => card(t('sign-in'), html`${form.view()}${issuer()}`)};
}

/** Sign-in over a page whose session ended; the same person goes on where they were. */
export function signInDialog(page, paint) {
  let settle;
  const done = new Promise(resolve => { settle = resolve; });
  const known = session?.username;
  const form = new Form({...page, paint}, {
    fields: () => [name(!!known), password('current-password')],
    values: {username: known ?? ''},
    verb: () => t('sign-in'),
    submit: values => signIn(values.username, values.password),
    done: settle,
  });
  // What was typed is lost on that way; there is no other for who has no password here.
  const issuer = byIssuer({signal: page.signal, paint}, () => target(location.pathname + location.search));
  return {done, view: () => html`<x-modal><dialog aria-labelledby="session-title" @cancel=${event => event.preventDefault()}>
    <div class="stack"><h2 id="session-title">${t('session-ended.title')}</h2><p>${t('session-ended.detail')}</p>${form.view()}${issuer()}
    <p><a href="/sign-in" target="_self">${t('session-ended.other')}</a></p></div></dialog></x-modal>`};
}

/** The token stands behind the #, which browsers never send; it is taken out of the address at once. */
function token() {
  const value = location.hash.slice(1);
  if (value) history.replaceState(history.state, '', location.pathname);
  return value;
}

const noToken = () => html`<section class="panel narrow"><h1 tabindex="-1">${t('link.broken')}</h1><p>${t('link.broken-detail')}</p><p><a href="/sign-in">${t('sign-in')}</a></p></section>`;

export function setupPage(page) {
  const secret = token();
  const form = new Form(page, {
    fields: () => [name(), password('new-password', t('password.hint'))],
    verb: () => t('setup.verb'),
    submit: async values => {
      await post('/api/setup', {json: {token: secret, ...values}, anonymous: true});
      await signIn(values.username, values.password);
    },
    done: () => page.go('/', {replace: true}),
  });
  return {
    title: () => t('setup.title'),
    view: () => secret ? card(t('setup.title'), form.view(), html`<p>${t('setup.intro')}</p>`) : noToken(),
  };
}

export function invitePage(page) {
  const secret = token();
  const form = new Form(page, {
    fields: () => [password('new-password', t('password.hint'))],
    verb: () => t('invite.verb'),
    submit: values => post('/api/invitations/acceptance', {json: {token: secret, ...values}, anonymous: true}),
    done: () => {
      say(t('invite.done'));
      page.go('/sign-in', {replace: true});
    },
  });
  return {
    title: () => t('invite.title'),
    view: () => secret ? card(t('invite.title'), form.view(), html`<p>${t('invite.intro')}</p>`) : noToken(),
  };
}
