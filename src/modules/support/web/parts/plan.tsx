import type { View } from '#platform/http/page.ts';
import { Prose, Section } from '#ui/index.ts';

type Words = { aims: string; help: string; reviewOn: Temporal.PlainDate | null };

/** A text as it was typed: an empty line begins a new paragraph. */
export function Paragraphs({ text }: { text: string }) {
  const parts = text.split(/\n\s*\n/).map((p) => p.trim());
  return (
    <Prose>
      {parts.filter(Boolean).map((p) => (
        <p key={p}>{p}</p>
      ))}
    </Prose>
  );
}

/** What a plan of support says: what for, who helps how, when it is looked at again. */
export function PlanWords({ v, plan }: { v: View; plan: Words }) {
  return (
    <>
      <Section level={3} title={v.t('support.plan.aims')}>
        <Paragraphs text={plan.aims} />
      </Section>
      <Section level={3} title={v.t('support.plan.help')}>
        <Paragraphs text={plan.help} />
      </Section>
      {plan.reviewOn && <p>{v.t('support.plan.review-on', { date: plan.reviewOn })}</p>}
    </>
  );
}
