import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Section,
  StatusTag,
} from '#ui/index.ts';
import { checkInTopics, type TalkPartner } from '../../core/index.ts';
import type { listCheckIns } from '../../server/index.ts';
import { TalkFields, type TalkForm } from '../parts/talk-fields.tsx';
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
      {data.readable.length > 1 && data.state !== 'selected' && (
        <Section
          id="visits"
          title={v.t('support.visit.title')}
          action={
            data.mayRecord && (
              <LinkButton kind="quiet" href={paths.visit.href({ mobilityId: data.id })}>
                {v.t('support.visit.write')}
              </LinkButton>
            )
          }
        >
          {data.visits.length === 0 ? (
            <p>{v.t('support.visit.none')}</p>
          ) : (
            <ul>
              {data.visits.map((visit) => (
                <li key={`${visit.on}${visit.by}`}>
                  {v.t('support.visit.on', { date: visit.on, who: visit.by })}
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
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
              ...(r.lastPromise
                ? [
                    {
                      label: v.t('support.field.promise-before'),
                      value: v.t(`support.promise.${r.lastPromise}`),
                    },
                  ]
                : []),
              ...r.answers.map((a) => ({ label: a.question, value: a.answer })),
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
  form,
}: {
  v: View;
  data: CheckIns;
  partner: TalkPartner;
  form: TalkForm | null;
}) {
  const action = paths.newCheckIn.href({ mobilityId: data.id });
  const back = paths.checkIns.href({ mobilityId: data.id });
  const f = bind(v, action, { heldOn: v.today, way: 'in_person' });
  const title = v.t(`support.check-in.new.${partner}`, { pupil: data.pupil });
  if (!data.mayRecord || !form) {
    const why = data.mayRecord ? 'no-family' : 'not-yours';
    return (
      <>
        <Head v={v} data={data} title={title} />
        <Notice title={v.t(`support.check-in.${why}`)}>
          <p>{v.t(`support.check-in.${why}-text`)}</p>
          <LinkButton href={back}>{v.t('support.back')}</LinkButton>
        </Notice>
      </>
    );
  }
  return (
    <>
      <Head v={v} data={data} title={title} lead={v.t(`support.check-in.readers.${partner}`)} />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Form action={`${action}?with=${partner}`} id={`check-in-${partner}`} sensitive>
        <TalkFields v={v} f={f} form={form} prefix="" />
        <ButtonRow>
          <Button>{v.t('support.check-in.save')}</Button>
          <LinkButton href={back}>{v.t('support.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
