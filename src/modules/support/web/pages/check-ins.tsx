import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  StatusTag,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { checkInTopics, type TalkPartner, ways } from '../../core/index.ts';
import type { listCheckIns } from '../../server/index.ts';
import { Points } from '../parts/points.tsx';
import { paths } from '../paths.ts';

export type CheckIns = ViewOf<typeof listCheckIns>;

function Head({ v, data, title, lead }: { v: View; data: CheckIns; title: string; lead?: string }) {
  return (
    <PageHead
      title={title}
      lead={lead}
      breadcrumbs={[
        { href: mobilityPaths.dossier.href({ mobilityId: data.id }), label: data.pupil },
      ]}
      breadcrumbsLabel={v.t('support.crumbs')}
    />
  );
}

/** Talks with the pupil and with the family, each for themselves. */
export function CheckInsPage({ v, data }: { v: View; data: CheckIns }) {
  return (
    <>
      <Head
        v={v}
        data={data}
        title={v.t('support.check-in.title')}
        lead={v.t('support.check-in.lead')}
      />
      {data.readable.map((partner) => (
        <Section
          key={partner}
          id={partner}
          title={v.t(`support.with.${partner}`)}
          action={
            data.mayRecord && (
              <LinkButton
                kind={partner === 'pupil' ? 'primary' : 'quiet'}
                href={paths.newCheckIn.href({ mobilityId: data.id }, { with: partner })}
              >
                {v.t(`support.check-in.write.${partner}`)}
              </LinkButton>
            )
          }
        >
          <Talks v={v} data={data} partner={partner} />
        </Section>
      ))}
    </>
  );
}

function Talks({ v, data, partner }: { v: View; data: CheckIns; partner: TalkPartner }) {
  const rows = data.rows.filter((r) => r.with === partner);
  if (rows.length === 0) {
    const abroad = ['departed', 'settled'].includes(data.state);
    return (
      <EmptyState
        level={3}
        title={v.t(`support.check-in.none.${partner}`)}
        text={v.t(abroad ? 'support.check-in.none-text' : 'support.check-in.none-before')}
      />
    );
  }
  return (
    <>
      {rows.map((r) => (
        <Section key={r.id} level={3} title={v.t('support.check-in.on', { date: r.heldOn })}>
          <p>{v.t('support.check-in.by', { who: r.by, way: v.t(`support.way.${r.way}`) })}</p>
          {r.worrying && (
            <p>
              <StatusTag tone="late" text={v.t('support.check-in.worrying')} />
            </p>
          )}
          <Facts
            items={[
              ...checkInTopics.map((topic) => ({
                label: v.t(`support.topic.${partner}.${topic}`),
                value: v.t(`support.points.${r.ratings[topic]}`),
              })),
              ...(r.note ? [{ label: v.t('support.field.note'), value: r.note }] : []),
              ...(r.promise ? [{ label: v.t('support.field.promised'), value: r.promise }] : []),
            ]}
          />
        </Section>
      ))}
    </>
  );
}

/** Two minutes, with a thumb: the promise of last time, five questions, a word, a promise. */
export function NewCheckInPage({
  v,
  data,
  partner,
}: {
  v: View;
  data: CheckIns;
  partner: TalkPartner;
}) {
  const action = paths.newCheckIn.href({ mobilityId: data.id });
  const back = paths.checkIns.href({ mobilityId: data.id });
  const f = bind(v, action, { heldOn: v.today, way: 'in_person' });
  const last = data.rows.find((r) => r.with === partner);
  const title = v.t(`support.check-in.new.${partner}`, { pupil: data.pupil });
  if (!data.mayRecord) {
    return (
      <>
        <Head v={v} data={data} title={title} />
        <Notice title={v.t('support.check-in.not-yours')}>
          <p>{v.t('support.check-in.not-yours-text')}</p>
          <LinkButton href={back}>{v.t('support.back')}</LinkButton>
        </Notice>
      </>
    );
  }
  return (
    <>
      <Head v={v} data={data} title={title} lead={v.t(`support.check-in.readers.${partner}`)} />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      {last?.promise && (
        <Notice title={v.t('support.check-in.last-promise', { date: last.heldOn })}>
          <p>{last.promise}</p>
        </Notice>
      )}
      <Form action={`${action}?with=${partner}`} id={`check-in-${partner}`} sensitive>
        {checkInTopics.map((topic) => (
          <Points
            key={topic}
            v={v}
            field={f.text(`ratings.${topic}`)}
            label={v.t(`support.topic.${partner}.${topic}`)}
          />
        ))}
        <p class="hint">{v.t('support.check-in.what-happens')}</p>
        <TextArea
          {...f.text('note')}
          label={v.t('support.field.note')}
          hint={v.t('support.field.note-hint')}
          optionalLabel={v.t('support.optional')}
          rows={3}
        />
        <TextField
          {...f.text('promise')}
          label={v.t('support.field.promise')}
          hint={v.t('support.field.promise-hint')}
          optionalLabel={v.t('support.optional')}
        />
        <RadioGroup
          {...f.text('way')}
          label={v.t('support.field.way')}
          inline
          options={ways.map((w) => ({ value: w, label: v.t(`support.way.${w}`) }))}
        />
        <DateField
          {...f.date('heldOn')}
          label={v.t('support.field.held-on')}
          labels={{
            day: v.t('support.day'),
            month: v.t('support.month'),
            year: v.t('support.year'),
          }}
        />
        <ButtonRow>
          <Button>{v.t('support.check-in.save')}</Button>
          <LinkButton href={back}>{v.t('support.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
