/** The live side of a page: one stream, its sign, and lists that keep their order under the reader's hand. */
import {loadSession} from './api.js';

const HIDDEN_MS = 60_000;
const SILENCE_MS = 35_000;
const SHOW_RECONNECTING_MS = 5_000;
const SHOW_DISCONNECTED_MS = 20_000;
const DRAW_MS = 500;
/** Events whose data is the whole state of what the stream is about; without a revision each is newer than the last. */
const STATES = ['dashboard', 'lecture', 'submissions'];
const BACK_OFF_FIRST_MS = 1_000;
const BACK_OFF_MOST_MS = 30_000;

/**
 * One EventSource of a visible page.
 *
 * A message is applied when its revision is not smaller than the one held and its content differs. Reconnecting is
 * left to the browser where it does so (it then sends Last-Event-ID); after an answer that ends the stream the
 * session is asked first, then the stream is opened again after 1 to 30 s. A silent stream (35 s without a byte,
 * heartbeats included) counts as broken.
 */
export class Live {
  #url; #source = null; #apply; #changed; #expired; #refused;
  #revision = -1; #data = ''; #waiting = null; #drawTimer = 0; #drawnAt = 0;
  #silence = 0; #hidden = 0; #retry = 0; #signs = []; #backOff = BACK_OFF_FIRST_MS; #closed = false;

  /** 'on', 're', or 'off'; 'quiet' until the first message. */
  state = 'quiet';
  /** When the last byte came. */
  heardAt = null;

  /**
   * @param apply is given each new state, at most one each 500 ms
   * @param changed is told when the state changes
   * @param expired is asked when the session is gone; settles when there is one again
   * @param refused is told when the stream was answered with an error though there is a session
   */
  constructor(url, {apply, changed, expired, refused = () => {}}) {
    this.#url = url;
    this.#apply = apply;
    this.#changed = changed;
    this.#expired = expired;
    this.#refused = refused;
    document.addEventListener('visibilitychange', this.#visibility);
    if (!document.hidden) this.#open();
  }

  close() {
    this.#closed = true;
    document.removeEventListener('visibilitychange', this.#visibility);
    this.#drop();
    this.#calm();
    for (const timer of [this.#drawTimer, this.#hidden, this.#retry]) clearTimeout(timer);
  }

  tryNow = () => {
    this.#backOff = BACK_OFF_FIRST_MS;
    this.#open();
  };

  #visibility = () => {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(() => {
        this.#drop();
        this.#calm();
        clearTimeout(this.#retry);
      }, HIDDEN_MS);
    } else if (!this.#source) {
      this.tryNow();
    }
  };

  #open() {
    clearTimeout(this.#retry);
    this.#drop();
    const source = this.#source = new EventSource(this.#url);
    source.onopen = () => this.#heard();
    source.onerror = () => source.readyState === EventSource.CLOSED ? this.#ended() : this.#lost();
    source.addEventListener('heartbeat', () => this.#heard());
    for (const name of STATES) {
      source.addEventListener(name, event => {
        this.#heard();
        this.#message(event.data);
      });
    }
    this.#listen();
    if (this.state === 'quiet') this.#lost();
  }

  #drop() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#silence);
  }

  #heard() {
    this.heardAt = new Date();
    this.#backOff = BACK_OFF_FIRST_MS;
    this.#calm();
    this.#set('on');
    this.#listen();
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#lost();
      this.#open();
    }, SILENCE_MS);
  }

  /** Short gaps are nobody's business: the sign changes after 5 s, and says so plainly after 20 s. */
  #lost() {
    if (this.#signs.length) return;
    this.#signs = [
      setTimeout(() => this.#set('re'), SHOW_RECONNECTING_MS),
      setTimeout(() => this.#set('off'), SHOW_DISCONNECTED_MS),
    ];
  }

  #calm() {
    this.#signs.forEach(clearTimeout);
    this.#signs = [];
  }

  async #ended() {
    this.#drop();
    this.#lost();
    try {
      if (await loadSession() === null) {
        this.#set('off');
        await this.#expired();
        if (!this.#closed) this.tryNow();
        return;
      }
      this.#refused();
    } catch { /* the gateway is away: the sign says so, and the next attempt follows */ }
    if (this.#closed) return;
    const wait = this.#backOff * (.5 + Math.random() / 2);
    this.#backOff = Math.min(BACK_OFF_MOST_MS, this.#backOff * 2);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), wait);
  }

  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.#changed();
  }

  #message(text) {
    if (text === this.#data) return;
    const state = JSON.parse(text);
    if (state.revision < this.#revision) return;
    this.#revision = state.revision ?? this.#revision;
    this.#data = text;
    this.#waiting = state;
    if (this.#drawTimer) return;
    this.#drawTimer = setTimeout(() => {
      this.#drawTimer = 0;
      this.#drawnAt = performance.now();
      const newest = this.#waiting;
      this.#waiting = null;
      this.#apply(newest);
    }, Math.max(0, this.#drawnAt + DRAW_MS - performance.now()));
  }
}

/**
 * The order of a list, held while pointer or focus is in it: new values show in place, moves wait.
 */
export class HeldOrder {
  #ids = null; #inside = new Set(); #paint;

  constructor(paint) {
    this.#paint = paint;
  }

  enter = event => this.#inside.add(event.type === 'focusin' ? 'focus' : 'pointer');

  leave = event => {
    if (event.type === 'focusout') {
      if (event.currentTarget.contains(event.relatedTarget)) return;
      this.#inside.delete('focus');
    } else {
      this.#inside.delete('pointer');
    }
    if (!this.#inside.size) this.release();
  };

  /** Takes the order as it is now. */
  release = () => {
    this.#ids = null;
    this.#paint();
  };

  /**
   * @param rows in their true order
   * @returns {rows, moved}: rows as they are to be drawn, and how many would stand elsewhere
   */
  of(rows, id) {
    if (this.#ids === null || !this.#inside.size) {
      this.#ids = rows.map(id);
      return {rows, moved: 0};
    }
    const place = new Map(this.#ids.map((key, i) => [key, i]));
    const known = rows.filter(row => place.has(id(row))).sort((a, b) => place.get(id(a)) - place.get(id(b)));
    const added = rows.filter(row => !place.has(id(row)));
    const held = [...known, ...added];
    return {rows: held, moved: rows.filter((row, i) => row !== held[i]).length};
  }
}
