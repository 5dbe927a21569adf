import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { drawnOnce } from './drawn-once.ts';

it('draws each key once, and shows it wherever it is asked for', () => {
  const asked: string[] = [];
  const star = drawnOnce((key: string) => {
    asked.push(key);
    return <b class={key}>{'<&'}</b>;
  });
  const page = () =>
    renderToString(
      <p>
        {star('a')}
        {star('a')} {star('b')}
      </p>,
    );
  expect(page()).toBe(
    '<p><b class="a">&lt;&amp;</b><b class="a">&lt;&amp;</b> <b class="b">&lt;&amp;</b></p>',
  );
  expect(page()).toBe(page());
  expect(asked).toEqual(['a', 'b']);
});
