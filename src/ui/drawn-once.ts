import type { VNode } from 'preact';
import { jsxTemplate } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';

const most = 1000;

/**
 * A picture that depends on its key alone, turned into text the first time and handed on as that text: a mark beside every
 * row of a list costs a copy instead of a drawing. For the server only; the browser would get nothing to show.
 * @param draw must give the same for the same key, in every language and for everybody
 */
export function drawnOnce<K extends string>(draw: (key: K) => VNode): (key: K) => VNode {
  const drawn = new Map<K, string>();
  return (key) => {
    let text = drawn.get(key);
    if (text === undefined) {
      text = renderToString(draw(key));
      if (drawn.size < most) drawn.set(key, text);
    }
    return jsxTemplate([text]);
  };
}
