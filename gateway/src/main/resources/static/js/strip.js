/** Where figures lie on a scale, drawn beside what a table says in numbers. */
import {html, svg, nothing} from './ui.js';

/**
 * A bar from low to high with a mark, on a track from one end of the scale to the other. It is drawn for the eye alone:
 * the same figures stand beside it as text.
 * @param zero a value of the scale that has a line; null: none
 */
export function strip({low, high, mark, from, to, zero = null}) {
  const at = value => 100 * (value - from) / (to - from);
  return html`<svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class="track" x="0" y="5" width="100" height="2"></rect>
    ${zero === null ? nothing : svg`<path class="axis" vector-effect="non-scaling-stroke" d=${`M${at(zero)} 0V12`}></path>`}
    <rect class="bar" x=${at(low)} y="3" width=${Math.max(1, at(high) - at(low))} height="6"></rect><rect class="mean" x=${at(mark) - .75} y="0" width="1.5" height="12"></rect>`}</svg>`;
}
