import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  Card,
  CardGrid,
  Details,
  EmptyState,
  Facts,
  Form,
  Hidden,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  Section,
  StatusTag,
  type Tone,
} from '#ui/index.ts';
import type { getConsents, listOwnConsents } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type Consents = ViewOf<typeof getConsents>;
export type Occasion = Consents['occasions'][number];
export type Kind = Occasion['kinds'][number];

/** In whose name one acts; and where an address is shared, how to become the other. */
export function ActingAs({ v, c }: { v: View; c: Consents }) {
  const shared = c.me.sameAddress;
  return (
    <>
      <p>
        {v.t(`people.consents.acting-${c.me.as.replaceAll('_', '-')}`, {
          me: c.me.name,
          pupil: c.pupil.name,
        })}
      </p>
      {shared.length > 0 && (
        <Form action={paths.signOut.href()}>
          <Hidden name="next" value={v.url} />
          <p>{v.t('people.consents.shared', { others: v.fmt.list(shared), me: c.me.name })}</p>
          <p>
            <Button kind="link">{v.t('people.consents.switch')}</Button>
          </p>
        </Form>
      )}
    </>
  );
}

/** Where a consent stands, in words that blame nobody. */
export function standingText(v: View, c: Consents, kind: Kind): { tone: Tone; text: string } {
  const say = (key: string) => v.t(`people.consents.${key}`, { pupil: c.pupil.called });
  if (kind.complete) return { tone: 'done', text: say('complete') };
  if (kind.mine === 'open') return { tone: 'now', text: say('yours-open') };
  if (kind.outgrown) return { tone: 'wait', text: say('pupil-asked') };
  if (kind.disagrees) return { tone: 'none', text: say('not-everybody') };
  return { tone: 'wait', text: say(kind.waiting > 0 ? 'incomplete' : 'not-given') };
}

function ruleText(v: View, c: Consents, o: Occasion): string {
  if (c.pupil.ofAge) return v.t('people.consents.rule-of-age', { pupil: c.pupil.called });
  if (c.holders === 0) return v.t('people.consents.rule-nobody', { school: o.school });
  if (c.holders === 1) return v.t('people.consents.rule-single');
  return v.t(
    o.rule.holders === 'one'
      ? 'people.consents.rule-one'
      : o.rule.certainty === 'found'
        ? 'people.consents.rule-both'
        : 'people.consents.rule-safe',
    { country: v.fmt.country(o.country) },
  );
}

export function Words({ text, lang }: { text: string; lang?: string | undefined }) {
  return (
    <div lang={lang}>
      <Prose>
        {text.split('\n\n').map((paragraph) => (
          <p key={paragraph.slice(0, 40)}>{paragraph}</p>
        ))}
      </Prose>
    </div>
  );
}

/** What one person said, with the words that stood on the page then. */
export function Records({ v, kind }: { v: View; kind: Kind }) {
  return (
    <>
      {kind.records.map((r) => {
        const who = r.own
          ? v.t('people.consents.you')
          : (r.name ?? v.t('people.consents.other-guardian'));
        const said =
          r.answer === 'no' ? 'said-no' : r.withdrawnAt ? 'said-withdrawn' : `said-${r.capacity}`;
        return (
          <Details
            key={`${r.at}${who}`}
            summary={v.t(`people.consents.${said.replaceAll('_', '-')}`, {
              who,
              own: r.own ? 'yes' : 'no',
              at: v.fmt.moment(r.at),
              until: r.withdrawnAt ? v.fmt.moment(r.withdrawnAt) : '',
            })}
          >
            <Words text={r.wording} lang={r.language === v.lang ? undefined : r.language} />
          </Details>
        );
      })}
    </>
  );
}

const isOptional = (kind: Kind) => kind.kind !== 'first' && kind.kind !== 'binding';
const ownPage = (o: Occasion, kind: Kind) =>
  kind.kind === 'binding' && o.mobilityId
    ? `/mobilities/${o.mobilityId}/consent`
    : `/applications/${o.applicationId}/consent`;

function OneConsent({ v, c, o, kind }: { v: View; c: Consents; o: Occasion; kind: Kind }) {
  const href = isOptional(kind)
    ? paths.consent.href({
        pupilId: c.pupil.id,
        applicationId: o.applicationId,
        kind: kind.kind,
      })
    : ownPage(o, kind);
  const mayAct = o.open && kind.mine !== null;
  return (
    <Section title={v.t(`people.consents.kind-${kind.kind.replace('_', '-')}`)} level={3}>
      <p>
        <StatusTag {...standingText(v, c, kind)} />
      </p>
      {isOptional(kind) && <p>{v.t(`people.consents.about-${kind.kind.replace('_', '-')}`)}</p>}
      {kind.outgrown && (
        <p>{v.t('people.consents.outgrown', { pupil: c.pupil.called, me: c.me.as })}</p>
      )}
      {kind.told.map((t) => (
        <p key={String(t.at)}>
          {v.t('people.consents.told', {
            who: t.name ?? v.t('people.consents.other-guardian'),
            at: v.fmt.moment(t.at),
          })}
        </p>
      ))}
      <Records v={v} kind={kind} />
      {mayAct && (
        <p>
          <a href={href}>
            {v.t(`people.consents.${kind.mine === 'open' ? 'read-answer' : 'read-change'}`, {
              what: v.t(`people.consents.kind-${kind.kind.replace('_', '-')}`),
            })}
          </a>
        </p>
      )}
    </Section>
  );
}

/** Where each consent of a stay stands, with the way to the whole page. */
export function ConsentsInShort({ v, c, o }: { v: View; c: Consents; o: Occasion }) {
  return (
    <>
      <Facts
        items={o.kinds.map((kind) => ({
          label: v.t(`people.consents.kind-${kind.kind.replace('_', '-')}`),
          value: <StatusTag {...standingText(v, c, kind)} />,
        }))}
      />
      <p>
        <a href={paths.consents.href({ pupilId: c.pupil.id })}>{v.t('people.consents.see-all')}</a>
      </p>
    </>
  );
}

/** Everything that was agreed for one pupil: the paper one would keep in a drawer. */
export function ConsentsPage({ v, c }: { v: View; c: Consents }) {
  return (
    <>
      <PageHead
        title={v.t('people.consents.title-of', { pupil: c.pupil.name })}
        lead={v.t('people.consents.lead')}
        {...(c.me.as === 'other'
          ? { kicker: v.t('people.consents.title') }
          : {
              breadcrumbs: [
                { href: paths.ownConsents.href(), label: v.t('people.consents.title') },
              ],
              breadcrumbsLabel: v.t('people.crumbs'),
            })}
        actions={<PrintButton text={v.t('people.consents.print')} />}
      />
      <ActingAs v={v} c={c} />
      {c.ofAgeOn && c.me.as !== 'other' && (
        <Notice
          tone="none"
          title={v.t('people.consents.birthday-title', { day: v.fmt.date(c.ofAgeOn) })}
        >
          <p>{v.t('people.consents.birthday', { pupil: c.pupil.called, me: c.me.as })}</p>
        </Notice>
      )}
      {c.occasions.map((o) => (
        <Section
          key={o.applicationId}
          title={o.intake}
          lead={
            <Facts
              items={[
                {
                  label: v.t('people.consents.stay'),
                  value: v.t('people.consents.stay-of', { from: o.startsOn, until: o.endsOn }),
                },
                { label: v.t('people.consents.school'), value: o.school },
                {
                  label: v.t('people.consents.who-agrees'),
                  value: ruleText(v, c, o),
                },
              ]}
            />
          }
        >
          {!o.open && <p>{v.t('people.consents.over')}</p>}
          {o.kinds.map((kind) => (
            <OneConsent key={kind.kind} v={v} c={c} o={o} kind={kind} />
          ))}
        </Section>
      ))}
    </>
  );
}

/** One's own child or children, told apart by name, and oneself. */
export function OwnConsentsPage({ v, own }: { v: View; own: ViewOf<typeof listOwnConsents> }) {
  return (
    <>
      <PageHead title={v.t('people.consents.title')} lead={v.t('people.consents.own-lead')} />
      {own.pupils.length === 0 && (
        <EmptyState title={v.t('people.consents.none')} text={v.t('people.consents.none-text')} />
      )}
      <CardGrid>
        {own.pupils.map((p) => (
          <Card
            key={p.id}
            href={paths.consents.href({ pupilId: p.id })}
            title={p.self ? v.t('people.consents.yourself', { name: p.name }) : p.name}
            top={
              p.open > 0 ? (
                <StatusTag tone="now" text={v.t('people.consents.open', { count: p.open })} />
              ) : undefined
            }
          >
            <p>{v.fmt.list(p.intakes)}</p>
          </Card>
        ))}
      </CardGrid>
    </>
  );
}
