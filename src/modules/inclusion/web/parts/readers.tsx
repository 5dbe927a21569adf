import type { View } from '#platform/http/page.ts';
import { Prose, Section } from '#ui/index.ts';
import type { Plan } from './measure.tsx';

/** Who reads a plan, by name, told before anybody writes. */
export function Readers({ v, readers }: { v: View; readers: Plan['readers'] }) {
  const contacts = readers.filter((r) => r.why === 'contact');
  return (
    <Section id="readers" title={v.t('inclusion.readers.title')}>
      <Prose>
        <ul>
          {readers.map((r) => (
            <li key={`${r.why}-${r.name}-${r.org}`}>
              {v.t(`inclusion.readers.${r.why}`, { name: r.name, org: r.org })}
            </li>
          ))}
        </ul>
        {contacts.length === 0 && <p>{v.t('inclusion.readers.nobody-yet')}</p>}
        <p>{v.t('inclusion.readers.not-others')}</p>
      </Prose>
    </Section>
  );
}
