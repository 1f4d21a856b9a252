import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STYLE } from './style.js';

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast of two colours. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

test('contrast is right for black on white', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
});

test('all text has a contrast of 4.5 or more on both grounds: light, dark and on paper', () => {
  const themes = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) =>
    Object.fromEntries(
      [...body.matchAll(/--([a-z]+):(#[0-9a-f]{3,6})/g)].map(([, name, colour]) => [name, colour]),
    ),
  );
  assert.equal(themes.length, 3);
  for (const theme of themes) {
    for (const ink of ['ink', 'soft', 'ok', 'warn', 'fail', 'none', 'accent']) {
      for (const ground of ['ground', 'card']) {
        const found = contrast(theme[ink], theme[ground]);
        assert.ok(found >= 4.5, `${ink} on ${ground}: ${found.toFixed(2)}`);
      }
    }
  }
});
