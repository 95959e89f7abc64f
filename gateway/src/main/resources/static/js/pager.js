/** A list that is too long for one page: which rows are shown, and the buttons that turn it. */
import {html, nothing, t, say} from './ui.js';

export const PAGE_ROWS = 50;

/** The first row that is shown, by the number of the page in an address, from 1. */
export const fromPage = text => PAGE_ROWS * Math.max(0, (Math.trunc(Number(text)) || 1) - 1);

/** The number of the page for an address; empty for the first. */
export const pageOf = from => from ? String(1 + from / PAGE_ROWS) : '';

/** The same, or the last page there still is where rows have become fewer. */
export const within = (from, total) => Math.min(from, PAGE_ROWS * Math.max(0, Math.ceil(total / PAGE_ROWS) - 1));

/**
 * The buttons; nothing where all rows fit on one page.
 * @param turn is given the first row to show from now on
 */
export function pager(from, total, turn) {
  if (total <= PAGE_ROWS) return nothing;
  const range = first => t('pager.range', {from: first + 1, to: Math.min(first + PAGE_ROWS, total), n: total});
  const to = first => { turn(first); say(range(first)); };
  return html`<div class="pages"><span>${range(from)}</span><span class="row">
    <button class="btn sm" ?disabled=${from === 0} @click=${() => to(from - PAGE_ROWS)}>${t('previous')}</button>
    <button class="btn sm" ?disabled=${from + PAGE_ROWS >= total} @click=${() => to(from + PAGE_ROWS)}>${t('next')}</button></span></div>`;
}
