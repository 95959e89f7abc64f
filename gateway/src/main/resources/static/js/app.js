/** The frame around every page: routes, navigation, the connection sign, language, theme, who is signed in. */
import {html, svg, render, nothing, t, language, setLanguage, addWords, remember, time, say, trouble} from './ui.js';
import {loadSession, session, isAdmin, isStaff, isStudent, isInstructor, signOut, onExpired} from './api.js';
import {Live} from './live.js';

/**
 * Path, module, export, who may open it. A test compares them with the server's.
 */
const ROUTES = [
  ['/', 'overview', 'overview', 'staff'],
  ['/sign-in', 'door', 'signInPage', 'all'],
  ['/setup', 'door', 'setupPage', 'all'],
  ['/invite', 'door', 'invitePage', 'all'],
  ['/compare', 'compare', 'compare', 'staff'],
  ['/cohorts/new', 'cohort', 'newCohort', 'staff'],
  ['/c/:id', 'dashboard', 'dashboard', 'staff'],
  ['/c/:id/students', 'students', 'students', 'staff'],
  ['/c/:id/import', 'import', 'importer', 'staff'],
  ['/c/:id/edit', 'cohort', 'editCohort', 'staff'],
  ['/c/:id/attendance', 'attendance', 'attendance', 'staff'],
  ['/c/:id/calls', 'calls', 'calls', 'staff'],
  ['/c/:id/completion', 'completion', 'completion', 'staff'],
  ['/me/completion', 'completion', 'ownCompletion', 'student'],
  ['/me/certificates', 'certificates', 'certificates', 'student'],
  ['/certificates', 'certificates', 'checkCertificate', 'all'],
  ['/c/:id/attendance/policy', 'attendance-policy', 'attendancePolicy', 'staff'],
  ['/c/:id/calendar', 'week', 'calendar', 'staff'],
  ['/c/:id/curriculum', 'curriculum', 'curriculum', 'staff'],
  ['/c/:id/clinics', 'clinic-desk', 'clinicDesk', 'staff'],
  ['/clinics', 'clinics', 'clinics', 'student'],
  ['/c/:id/teams', 'teams', 'teams', 'staff'],
  ['/team', 'team', 'team', 'student'],
  ['/c/:id/attendance/code', 'attendance-code', 'attendanceCode', 'staff'],
  ['/c/:id/check-in', 'check-in', 'checkIn', 'student'],
  ['/check-in', 'check-in', 'ownCheckIn', 'student'],
  ['/students/:id', 'student', 'student', 'staff'],
  ['/week', 'week', 'week', 'signed-in'],
  ['/lectures', 'lectures', 'lectures', 'members'],
  ['/lectures/new', 'lecture-form', 'newLecture', 'staff'],
  ['/lectures/:id', 'lecture', 'lecture', 'members'],
  ['/lectures/:id/edit', 'lecture-form', 'editLecture', 'staff'],
  ['/l/:id', 'public-lecture', 'publicLecture', 'all'],
  ['/p/:id', 'public-programme', 'publicProgramme', 'all'],
  ['/c/:id/applications', 'admission', 'admission', 'staff'],
  ['/apply/:id', 'apply', 'apply', 'all'],
  ['/risk', 'risk', 'risk', 'staff'],
  ['/settings', 'settings', 'settings', 'admin'],
  ['/dead-letters', 'dead-letters', 'deadLetters', 'admin'],
  ['/me', 'me', 'me', 'student'],
  ['/notices', 'notices', 'notices', 'student'],
  ['/me/requests', 'requests', 'ownRequests', 'student'],
  ['/reviews', 'reviews', 'reviews', 'student'],
  ['/reviews/write', 'reviews', 'writeReviews', 'all'],
  ['/conduct', 'conduct', 'conduct', 'all'],
  ['/reviews/summary', 'review-summary', 'reviewSummary', 'signed-in'],
  ['/c/:id/reviews', 'review-desk', 'reviewDesk', 'staff'],
  ['/competitions', 'competitions', 'competitions', 'members'],
  ['/competitions/new', 'competition-form', 'newCompetition', 'staff'],
  ['/competitions/:id', 'competition', 'competition', 'members'],
  ['/competitions/:id/edit', 'competition-form', 'editCompetition', 'staff'],
  ['/competitions/:id/desk', 'competition-desk', 'competitionDesk', 'staff'],
  ['/competitions/:id/trials', 'trials', 'trials', 'members'],
  ['/competitions/:id/peers', 'peers', 'peers', 'members'],
  ['/gpus', 'gpus', 'gpus', 'members'],
].map(([path, module, name, audience]) =>
  ({pattern: new RegExp(`^${path.replace(/:id/g, '([^/]+)')}/?$`), module, name, audience}));

/** Pages with words of their own: i18n/en/import.js. */
const WITH_WORDS = new Set(['cohort', 'questions', 'notes', 'settings', 'dashboard', 'attendance-policy', 'dashboard-contests', 'import', 'compare', 'dead-letters', 'reviews', 'review-desk', 'review-summary', 'public-programme', 'conduct', 'overview', 'competitions', 'competition', 'competition-form', 'competition-desk', 'rescoring', 'reports', 'merges', 'ranks', 'trials', 'peers', 'gpus', 'calls', 'check-in', 'risk', 'dashboard-risk', 'completion', 'certificates', 'student', 'apply', 'admission', 'admission-form', 'rubric', 'scoring', 'decisions', 'rubric-outcomes']);

const app = document.getElementById('app');
let current = null;
let menuOpen = false;
let signIn = null;
let scheduled = false;
let notices = null;

// ---- pages --------------------------------------------------------------------------------------------------

/**
 * What a page is given: paint() to draw again, a signal that ends with it, live() for its one stream, go() and
 * replace() for addresses. A page returns {title(), view(), cohort?(), sign?()}.
 */
class Page {
  #ended = new AbortController();
  #streams = [];
  live = null;

  constructor(path) {
    this.path = path;
  }

  get signal() { return this.#ended.signal; }

  get query() { return new URLSearchParams(location.search); }

  paint = () => schedule();

  go = path => go(path);

  replace = path => go(path, {replace: true});

  /** Another query of the same page, without a new entry in the history. */
  setQuery(query) {
    const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
    history.replaceState(history.state, '', location.pathname + (text ? `?${text}` : ''));
  }

  openLive(url, apply, refused) {
    this.closeLive();
    this.live = new Live(url, {apply, refused, changed: this.paint, expired: askSignIn});
  }

  closeLive() {
    this.live?.close();
    this.live = null;
  }

  /** Something to be undone when the reader leaves. */
  onLeave(undo) { this.#streams.push(undo); }

  end() {
    this.#ended.abort();
    this.closeLive();
    this.#streams.forEach(undo => undo());
  }
}

async function open(path, {focus = true, scroll = 0} = {}) {
  const url = new URL(path, location.origin);
  const route = ROUTES.find(r => r.pattern.test(url.pathname));
  current?.page.end();
  const page = new Page(url.pathname);
  current = {page, view: {title: () => t('loading-title'), view: () => nothing}, scroll, focus};
  menuOpen = false;
  // The page comes while the session is asked for; a failure to load it is met where it is awaited.
  const module = route && Promise.all([import(`./pages/${route.module}.js`), WITH_WORDS.has(route.module) && addWords(route.module)]).then(([it]) => it);
  module?.catch(() => {});
  try {
    if (route?.audience !== 'all' && session === null && await loadSession(page.signal) === null) {
      // What stands behind # stays there: no server is to see it.
      return go(`/sign-in?to=${encodeURIComponent(url.pathname + url.search)}${location.hash}`, {replace: true});
    }
    if (url.pathname === '/' && !isStaff() && (isStudent() || isInstructor())) return go('/week', {replace: true});
    current.view = route === undefined ? refused(404) : allowed(route.audience)
      ? (await module)[route.name](page, ...ids(route, url.pathname))
      : refused(403);
  } catch (problem) {
    if (page.signal.aborted) return;
    current.view = failed(problem, () => open(path));
  }
  schedule();
  lookForNotices();
}

const ids = (route, path) => route.pattern.exec(path).slice(1).map(decodeURIComponent);

const allowed = audience => audience === 'all' || audience === 'signed-in'
  || (audience === 'members' ? isStaff() || isStudent() : audience === 'staff' ? isStaff() : audience === 'student' ? isStudent() : isAdmin());

const refused = status => failed({status}, nothing);

const failed = (problem, again) => ({
  title: () => t(problem.status === 404 ? 'not-found.title' : problem.status === 403 ? 'forbidden.title' : 'failed.title'),
  view: () => html`<h1 tabindex="-1" class="sr">${t('failed.title')}</h1>${trouble(problem, again)}`,
});

export function go(path, {replace = false} = {}) {
  rememberScroll();
  history[replace ? 'replaceState' : 'pushState']({}, '', path);
  return open(path);
}

const rememberScroll = () => history.replaceState({...history.state, scroll: scrollY}, '');

history.scrollRestoration = 'manual';
addEventListener('popstate', () => open(location.pathname + location.search, {scroll: history.state?.scroll ?? 0}));
addEventListener('pagehide', rememberScroll);

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      || link.target || link.hasAttribute('download') || link.origin !== location.origin
      || link.pathname.startsWith('/api/')) return;
  if (link.hash && link.pathname === location.pathname) {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({block: 'center'});
    return;
  }
  event.preventDefault();
  go(link.pathname + link.search);
});

// ---- drawing ------------------------------------------------------------------------------------------------

function schedule() {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    paint();
  });
}

function paint() {
  render(frame(), app);
  const title = current.view.title();
  document.title = title ? `${title} · Bootcamp` : 'Bootcamp';
  settle();
}

/**
 * After the first drawing of a route: focus on its heading, scroll to where the reader was. A heading that is
 * replaced by that of the loaded page hands its focus on.
 */
function settle() {
  const heading = app.querySelector('h1');
  if (!heading) return;
  if (current.focus) {
    current.focus = false;
    if (document.activeElement === document.body || !document.activeElement?.closest('dialog, main [autofocus]')) {
      heading.focus({preventScroll: true});
    }
    if (!current.scroll) scrollTo(0, 0);
  } else if (current.heading && !current.heading.isConnected && document.activeElement === document.body) {
    heading.focus({preventScroll: true});
  }
  current.heading = document.activeElement === heading ? heading : null;
  if (current.scroll && document.documentElement.scrollHeight - innerHeight >= current.scroll) {
    scrollTo(0, current.scroll);
    current.scroll = 0;
  }
}

const frame = () => html`<a class="skip" href="#main">${t('skip')}</a>
  ${current.view.wall ? nothing : html`<header class="top">
    ${session ? html`<button class="btn sm menu" aria-expanded=${menuOpen} aria-controls="side" @click=${toggleMenu}>${t('menu')}</button>` : nothing}
    <a class="brand" href="/">Bootcamp</a>
    <div class="right">${sign()}${isStudent() ? bell() : nothing}<div class=${`row ${session ? 'prefs' : ''}`}>${preferences()}</div></div>
  </header>`}
  ${current.view.wall ? html`<main id="main" tabindex="-1">${current.view.view()}</main>` : session ? html`<div class="frame">
    <nav class=${`side ${menuOpen ? 'open' : ''}`} id="side" aria-label=${t('nav.label')}>${navigation()}<div class="row prefs">${preferences()}</div></nav>
    <main id="main" tabindex="-1">${current.view.view()}</main></div>${isStudent() ? tabs() : nothing}`
    : html`<div class="frame plain"><main id="main" tabindex="-1">${current.view.view()}</main></div>`}
  ${signIn ? signIn.view() : nothing}`;

function toggleMenu() {
  menuOpen = !menuOpen;
  schedule();
}

/** Pages of one cohort beside its dashboard, as their addresses end. */
const OF_COHORT = ['students', 'calls', 'attendance', 'calendar', 'curriculum', 'clinics', 'teams', 'completion', 'reviews', 'applications', 'import'];

function navigation() {
  const cohort = current.view.cohort?.();
  const link = (path, text) => html`<li><a href=${path} aria-current=${path === current.page.path ? 'page' : nothing}>${text}</a></li>`;
  return html`
    ${isStaff() ? html`<ul>${link('/', t('nav.overview'))}${link('/compare', t('nav.compare'))}${link('/week', t('nav.week'))}${link('/lectures', t('nav.lectures'))}${link('/competitions', t('nav.competitions'))}${link('/gpus', t('nav.gpus'))}</ul>` : nothing}
    ${isStaff() && cohort ? html`<p class="navh">${cohort.name}</p><ul>
      ${link(`/c/${encodeURIComponent(cohort.cohortId)}`, t('nav.dashboard'))}
      ${OF_COHORT.map(name => link(`/c/${encodeURIComponent(cohort.cohortId)}/${name}`, t(`nav.${name}`)))}</ul>` : nothing}
    ${isAdmin() ? html`<p class="navh">${t('nav.operations')}</p><ul>${link('/settings', t('nav.settings'))}${link('/dead-letters', t('nav.dead-letters'))}</ul>` : nothing}
    ${isStudent() ? html`<ul>${link('/week', t('nav.week'))}${link('/check-in', t('nav.check-in'))}${link('/me', t('nav.me'))}${link('/lectures', t('nav.lectures'))}${link('/competitions', t('nav.competitions'))}${link('/gpus', t('nav.gpus'))}${link('/clinics', t('nav.clinics'))}${link('/team', t('nav.team'))}${link('/reviews', t('nav.reviews'))}</ul>` : nothing}
    ${isInstructor() ? html`<ul>${link('/week', t('nav.week'))}${link('/reviews/summary', t('nav.reviews'))}</ul>` : nothing}`;
}

/** What a student comes for, under the thumb on a phone. */
function tabs() {
  const {path} = current.page;
  const tab = (to, text) => html`<li><a href=${to} aria-current=${to === path ? 'page' : path.startsWith(`${to}/`) ? 'true' : nothing}>${text}</a></li>`;
  return html`<nav class="tabs" aria-label=${t('nav.tabs')}><ul>${tab('/week', t('nav.week'))}${tab('/lectures', t('tab.lectures'))}
    ${tab('/check-in', t('nav.check-in'))}${tab('/me', t('tab.me'))}</ul></nav>`;
}

/** Only students load what counts their notices; where that fails, there is no count. */
async function lookForNotices() {
  if (!isStudent()) return;
  const loaded = notices ?? await import('./notices.js').catch(() => null);
  if (!notices) {
    notices = loaded;
    notices?.watchNotices(schedule);
  }
  notices?.lookForNotices();
}

function bell() {
  const n = notices?.unreadNotices() ?? 0;
  return html`<a class="bell" href="/notices" aria-label=${n ? t('notices.bell', {n}) : t('notices.title')} aria-current=${current.page.path === '/notices' ? 'page' : nothing}>
    <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2a5 5 0 0 0-5 5v4l-2 3h14l-2-3V7a5 5 0 0 0-5-5ZM8 16a2 2 0 0 0 4 0Z"/></svg>${n ? html`<b>${n}</b>` : nothing}</a>`;
}

// ---- connection sign ----------------------------------------------------------------------------------------

const SHAPES = {
  on: svg`<circle class="on" cx="6" cy="6" r="5.5"/>`,
  re: svg`<circle class="re" cx="6" cy="6" r="4.5"/>`,
  off: svg`<rect class="off" x="1" y="1" width="10" height="10"/>`,
  stale: svg`<circle class="re" cx="6" cy="6" r="4.5"/>`,
  past: svg`<circle class="past" cx="6" cy="6" r="4.5"/>`,
  incomplete: svg`<path class="inc" d="M6 .5 11.8 11.5H.2Z"/>`,
};

/** The states differ by shape and by word, not by colour alone. */
function sign() {
  const {page, view} = current;
  const own = view.sign?.();
  const state = own ?? (page.live?.state === 'quiet' ? null : page.live?.state);
  if (!state) return nothing;
  const heard = view.staleSince?.() ?? page.live?.heardAt;
  const since = state === 're' || state === 'off' || state === 'stale' ? heard ? t('live.data-from', {time: time(heard)}) : '' : '';
  return html`<span class="live" data-state=${state}><svg viewBox="0 0 12 12" aria-hidden="true">${SHAPES[state]}</svg>
    <b>${t(`live.${state}`)}</b>${since ? html`<span class="muted">${since}</span>` : nothing}
    ${state === 'off' && page.live ? html`<button class="link" @click=${page.live.tryNow}>${t('live.try-now')}</button>` : nothing}</span>`;
}

// ---- preferences --------------------------------------------------------------------------------------------

const THEMES = ['auto', 'light', 'dark'];

function preferences() {
  const other = language() === 'ko' ? 'en' : 'ko';
  const theme = document.documentElement.dataset.theme || 'auto';
  return html`<button class="btn sm" lang=${other} @click=${() => changeLanguage(other)}>${other === 'ko' ? '한국어' : 'English'}</button>
    <button class="btn sm" @click=${changeTheme}>${t('theme', {theme: t(`theme.${theme}`)})}</button>
    ${session ? html`<button class="btn sm" @click=${leave}>${t('sign-out', {name: session.username})}</button>` : nothing}`;
}

async function changeLanguage(lang) {
  await setLanguage(lang);
  remember('lang', lang);
  schedule();
}

function changeTheme() {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme || 'auto') + 1) % THEMES.length];
  root.dataset.theme = next;
  remember('theme', next);
  dispatchEvent(new Event('themechange'));
  schedule();
}

async function leave() {
  await signOut();
  go('/sign-in');
}

// ---- a session that ended -----------------------------------------------------------------------------------

/** Asks to sign in over the page, which keeps what was typed. One dialog however many calls found out. */
async function askSignIn() {
  if (!signIn) {
    const {signInDialog} = await import('./pages/door.js');
    signIn ??= signInDialog(current.page, schedule);
    signIn.done.finally(() => {
      signIn = null;
      schedule();
      say(t('signed-in-again'));
    });
    schedule();
  }
  return signIn.done;
}

// ---- reviews that wait in this browser ------------------------------------------------------------------------

const LOOK_MS = 60_000;

/**
 * Whatever page is open when their moment comes sends them; what does it is loaded then alone. A page that was just
 * opened lets some time go by, for whoever opened it was seen to do so.
 */
function lookForWaiting() {
  const at = Number(localStorage.getItem('reviews-wait'));
  if (at && at <= Date.now()) import('./sending.js').then(it => it.sendWaiting()).catch(e => console.error(e));
}

setTimeout(() => {
  lookForWaiting();
  setInterval(lookForWaiting, LOOK_MS);
}, LOOK_MS / 3 + Math.random() * LOOK_MS);

onExpired(askSignIn);
open(location.pathname + location.search, {focus: false, scroll: history.state?.scroll ?? 0});
