/** Figures of reviews as several pages draw them. */
import {html, svg} from './ui.js';

export const [LOWEST, HIGHEST] = [1, 10];

/** Where anybody reads what students say of a programme, once an admin lets it be seen. */
export const pathOfPublic = programme => `/p/${encodeURIComponent(programme)}`;

export const publicAddress = programme => `${location.origin}${pathOfPublic(programme)}`;

/** Where the mean may lie, on the scale from 1 to 10: noise is not to look like a ranking. */
export function interval({mean, interval: {low, high}}) {
  const at = value => 100 * (value - LOWEST) / (HIGHEST - LOWEST);
  return html`<svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class="track" x="0" y="5" width="100" height="2"></rect>
    <rect class="bar" x=${at(low)} y="3" width=${Math.max(1, at(high) - at(low))} height="6"></rect><rect class="mean" x=${at(mean) - .75} y="0" width="1.5" height="12"></rect>`}</svg>`;
}
