/** Coming in: sign-in, the first admin's set-up link, an invitation or reset link. */
import {html, nothing, t, say} from '../ui.js';
import {signIn, session, post} from '../api.js';
import {Form} from '../form.js';

const name = (readonly = false) => ({name: 'username', label: t('username'), required: true, autocomplete: 'username', readonly});
const password = (autocomplete, hint) => ({name: 'password', label: t('password'), type: 'password', required: true, autocomplete, hint});

/** Where to go after signing in: a path of these pages only. */
function target() {
  const to = new URLSearchParams(location.search).get('to') ?? '/';
  return /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}

const card = (title, form, before = nothing) => html`<section class="panel narrow"><h1 tabindex="-1">${title}</h1>${before}${form}</section>`;

export function signInPage(page) {
  const form = new Form(page, {
    fields: () => [name(), password('current-password')],
    verb: () => t('sign-in'),
    submit: values => signIn(values.username, values.password),
    done: () => page.go(target()),
  });
  return {title: () => t('sign-in'), view: () => card(t('sign-in'), form.view())};
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
  return {done, view: () => html`<x-modal><dialog aria-labelledby="session-title" @cancel=${event => event.preventDefault()}>
    <div class="stack"><h2 id="session-title">${t('session-ended.title')}</h2><p>${t('session-ended.detail')}</p>${form.view()}
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
