import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  StatusTag,
  TextField,
  type Tone,
} from '#ui/index.ts';
import type { PaperKind, PaperStanding } from '../../core/index.ts';
import type { getPapers } from '../../server/index.ts';
import { Phone } from '../parts/phone.tsx';
import { paths } from '../paths.ts';

export type Papers = ViewOf<typeof getPapers>;
type OnePaper = Papers['papers'][number];

const toneOf: Record<PaperStanding, Tone> = {
  missing: 'now',
  late: 'late',
  short: 'late',
  fine: 'done',
};

function Head({
  v,
  papers,
  title,
  lead,
}: {
  v: View;
  papers: Papers;
  title: string;
  lead?: string;
}) {
  const here = { mobilityId: papers.id };
  return (
    <PageHead
      title={title}
      lead={lead}
      breadcrumbs={[
        { href: mobilityPaths.dossier.href(here), label: papers.pupil },
        { href: paths.travel.href(here), label: v.t('travel.title') },
      ]}
      breadcrumbsLabel={v.t('travel.crumbs')}
    />
  );
}

/** Papers for the journey, checked against the stay. */
export function PapersPage({ v, papers }: { v: View; papers: Papers }) {
  return (
    <>
      <Head
        v={v}
        papers={papers}
        title={v.t('travel.papers.title')}
        lead={v.t('travel.papers.lead', { from: papers.startsOn, until: papers.endsOn })}
      />
      {papers.papers.map((p) => (
        <Section
          key={p.kind}
          id={p.kind}
          title={v.t(`travel.papers.kind.${p.kind}`)}
          action={
            <a href={paths.paper.href({ mobilityId: papers.id, paper: p.kind })}>
              {v.t(p.validUntil ? 'travel.papers.change' : 'travel.papers.add')}
            </a>
          }
        >
          <p>
            <StatusTag
              tone={toneOf[p.standing]}
              text={v.t(`travel.papers.standing.${p.standing}`)}
            />
          </p>
          <PaperFacts v={v} p={p} />
        </Section>
      ))}
      <Notice title={v.t('travel.papers.numbers')}>
        <p>{v.t('travel.papers.numbers-text')}</p>
      </Notice>
      <ButtonRow>
        <LinkButton href={paths.travel.href({ mobilityId: papers.id })}>
          {v.t('travel.back')}
        </LinkButton>
      </ButtonRow>
    </>
  );
}

function PaperFacts({ v, p }: { v: View; p: OnePaper }) {
  if (!p.validUntil)
    return (
      <p>
        {v.t(`travel.papers.why.${p.kind}`)} {v.t('travel.papers.needed', { until: p.neededUntil })}
      </p>
    );
  return (
    <Facts
      items={[
        ...(p.validFrom
          ? [{ label: v.t('travel.papers.from'), value: v.fmt.date(p.validFrom) }]
          : []),
        { label: v.t('travel.papers.until'), value: v.fmt.date(p.validUntil) },
        ...(p.standing === 'short'
          ? [{ label: v.t('travel.papers.needed-until'), value: v.fmt.date(p.neededUntil) }]
          : []),
        ...(p.insurer ? [{ label: v.t('travel.papers.insurer'), value: p.insurer }] : []),
        ...(p.hotline
          ? [
              {
                label: v.t('travel.papers.hotline'),
                value: <Phone number={p.hotline} />,
              },
            ]
          : []),
        ...(p.policyNumber ? [{ label: v.t('travel.papers.policy'), value: p.policyNumber }] : []),
        ...(p.seenAt
          ? [
              {
                label: v.t('travel.papers.seen'),
                value: v.t('travel.papers.seen-by', { who: p.seenBy, at: p.seenAt }),
              },
            ]
          : []),
      ]}
    />
  );
}

/** Until when one paper is valid. */
export function PaperPage({ v, papers, kind }: { v: View; papers: Papers; kind: PaperKind }) {
  const here = { mobilityId: papers.id };
  const action = paths.paper.href({ ...here, paper: kind });
  const p = papers.papers.find((x) => x.kind === kind);
  const f = bind(v, action, {
    insurer: p?.insurer,
    hotline: p?.hotline,
    policyNumber: p?.policyNumber,
    validFrom: p?.validFrom,
    validUntil: p?.validUntil,
  });
  const labels = { day: v.t('travel.day'), month: v.t('travel.month'), year: v.t('travel.year') };
  return (
    <>
      <Head
        v={v}
        papers={papers}
        title={v.t(`travel.papers.kind.${kind}`)}
        lead={v.t(`travel.papers.why.${kind}`)}
      />
      <ErrorSummary title={v.t('travel.errors')} errors={f.errors} />
      <Form action={action} id={`paper-${kind}`}>
        <Hidden name="version" value={String(p?.version ?? 0)} />
        {kind === 'insurance' && (
          <>
            <TextField
              {...f.text('insurer')}
              label={v.t('travel.papers.insurer')}
              optionalLabel={v.t('travel.optional')}
            />
            <TextField
              {...f.text('hotline')}
              label={v.t('travel.papers.hotline')}
              hint={v.t('travel.papers.hotline-hint')}
              optionalLabel={v.t('travel.optional')}
              type="tel"
              width={20}
            />
            <TextField
              {...f.text('policyNumber')}
              label={v.t('travel.papers.policy')}
              hint={v.t('travel.papers.policy-hint')}
              optionalLabel={v.t('travel.optional')}
              width={20}
            />
            <DateField
              {...f.date('validFrom')}
              label={v.t('travel.papers.from')}
              optionalLabel={v.t('travel.optional')}
              labels={labels}
            />
          </>
        )}
        <DateField
          {...f.date('validUntil')}
          label={v.t('travel.papers.until')}
          hint={p && v.t('travel.papers.needed', { until: p.neededUntil })}
          labels={labels}
        />
        {kind !== 'insurance' && <p>{v.t('travel.papers.no-number')}</p>}
        <ButtonRow>
          <Button>{v.t('travel.papers.save')}</Button>
          <LinkButton href={paths.papers.href(here)}>{v.t('travel.papers.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
