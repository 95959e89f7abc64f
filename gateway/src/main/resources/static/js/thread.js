/** What was written back and forth about a report of conduct. */
import {html} from './ui.js';

/** @param named how who wrote a message is called */
export const thread = (messages, named) => html`<ol class="stack thread">${messages.map(each => html`<li><b>${named(each.from, each)}</b><p class="written">${each.text}</p></li>`)}</ol>`;
