import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
} from '#ui/index.ts';
import type { getTalkForms } from '../../server/index.ts';
import { TalkFields } from '../parts/talk-fields.tsx';
import { paths } from '../paths.ts';

/** Reasons why a talk that was kept on a phone could not be taken over later. */
const reasons = ['twice', 'in-future', 'before-stay', 'no-longer-yours'] as const;

/**
 * All pupils of a contact person in one go, each talk in a part of its own. With scripts, what is typed lies in this
 * browser until the server has it; without, it is one form.
 */
export function TalksPage({ v, data }: { v: View; data: ViewOf<typeof getTalkForms> }) {
  const action = paths.talks.href();
  const f = bind(
    v,
    action,
    Object.fromEntries(
      data.forms.flatMap((_, i) => [
        [`talks.${i}.heldOn`, v.today],
        [`talks.${i}.way`, 'in_person'],
      ]),
    ),
  );
  const wrong = new Set(f.errors.map((e) => /^#f-talks\.(\d+)\./.exec(e.href)?.[1]));
  return (
    <>
      <PageHead
        title={v.t('support.talks.title')}
        lead={v.t('support.talks.lead')}
        breadcrumbs={[{ href: paths.contacts.href(), label: v.t('support.place.contacts') }]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      {data.forms.length === 0 ? (
        <EmptyState title={v.t('support.talks.none')} text={v.t('support.talks.none-text')} />
      ) : (
        <div
          data-talks="/api/v1/support/record-check-ins"
          data-person={data.personId}
          data-kept={v.t('support.offline.kept')}
          data-typed={v.t('support.offline.typed')}
          data-restored={v.t('support.offline.restored')}
          data-sent={v.t('support.offline.sent')}
          data-already={v.t('support.offline.already')}
          data-points={v.t('support.offline.points')}
          data-signin={v.t('support.offline.sign-in')}
          data-again={v.t('support.offline.again')}
          data-drop={v.t('support.offline.drop')}
          data-date={v.t('support.offline.date')}
          data-nowhere={v.t('support.offline.nowhere')}
          data-full={v.t('support.offline.full')}
          data-why-not-abroad={v.t('support.refused.not-abroad')}
          data-failed={v.t('support.offline.failed')}
          {...Object.fromEntries(
            reasons.map((reason) => [`data-why-${reason}`, v.t(`support.check-in.${reason}`)]),
          )}
        >
          <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
          <p class="hint" role="status" data-talks-state>
            {v.t('support.talks.where')}
          </p>
          <ul data-talks-waiting hidden />
          <p class="hint" data-talks-leave hidden>
            {v.t('support.offline.leave')}
          </p>
          <Form action={action} id="talks" sensitive>
            {data.forms.map((form, i) => {
              const prefix = `talks.${i}.`;
              const title = v.t(`support.talks.of.${form.with}`, { pupil: form.pupil });
              return (
                <div
                  key={`${form.mobilityId}${form.with}`}
                  data-talk={`${form.mobilityId} ${form.with}`}
                >
                  <Details
                    summary={
                      form.due ? v.t('support.talks.part', { title, date: form.due }) : title
                    }
                    open={wrong.has(String(i)) || (i === 0 && wrong.size === 0)}
                    wide
                  >
                    <Hidden name={`${prefix}mobilityId`} value={form.mobilityId} />
                    <Hidden name={`${prefix}with`} value={form.with} />
                    <div class="form">
                      <p class="hint">{v.t(`support.check-in.readers.${form.with}`)}</p>
                      <TalkFields v={v} f={f} form={form} prefix={prefix} />
                    </div>
                  </Details>
                </div>
              );
            })}
            <ButtonRow>
              <Button>{v.t('support.talks.save')}</Button>
              <LinkButton href={paths.contacts.href()}>{v.t('support.talks.back')}</LinkButton>
            </ButtonRow>
          </Form>
        </div>
      )}
    </>
  );
}
