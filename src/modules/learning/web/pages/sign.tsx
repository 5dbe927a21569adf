import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  TextArea,
} from '#ui/index.ts';
import { AgreementRows } from '../parts/rows.tsx';
import { type Agreement, statusOf } from '../parts/status.tsx';
import { paths } from '../paths.ts';
import { Around } from './agreement.tsx';

/** What you sign, the words you sign under, one tick, one button; and how to say no. */
export function SignPage({ v, agreement }: { v: View; agreement: Agreement }) {
  const at = { mobilityId: agreement.mobilityId };
  const { shown, my } = agreement;
  const href = paths.sign.href(at);
  const declineHref = paths.decline.href(at);
  const f = bind(v, href);
  const d = bind(v, declineHref);
  const [first] = my.signs;
  const head = (
    <PageHead
      kicker={agreement.pupil}
      title={v.t('learning.sign.title')}
      breadcrumbs={[{ href: paths.agreement.href(at), label: v.t('learning.title') }]}
      breadcrumbsLabel={v.t('learning.crumbs')}
    />
  );
  const errors = (
    <ErrorSummary title={v.t('learning.errors')} errors={[...f.errors, ...d.errors]} />
  );
  if (!shown || !first || !shown.sha256)
    return (
      <>
        {head}
        {errors}
        <Notice
          tone={my.signedAs ? 'done' : 'wait'}
          title={my.signedAs ? v.t('learning.sign.you-have') : statusOf(v, agreement).text}
        >
          <p>
            <a href={paths.agreement.href(at)}>{v.t('learning.back')}</a>
          </p>
        </Notice>
      </>
    );
  return (
    <>
      {head}
      {errors}
      <Prose>
        <p>
          {v.t('learning.sign.intro', {
            number: shown.number,
            pupil: agreement.pupil,
            host: agreement.hostSchool ?? '',
          })}
        </p>
      </Prose>
      <Section title={v.t('learning.rows.title')}>
        <AgreementRows v={v} rows={shown.rows} />
        <Around v={v} shown={shown} />
        <p>
          <a href={paths.preview.href({ ...at, number: String(shown.number) })}>
            {v.t('learning.preview')}
          </a>
        </p>
      </Section>
      <Section title={v.t('learning.sign.words')} id="sign">
        <Form action={href}>
          <Hidden name="number" value={String(shown.number)} />
          <Hidden name="sha256" value={shown.sha256} />
          {my.signs.length === 1 ? (
            <>
              <Hidden name="role" value={first.role} />
              <Prose>
                <p>{first.wording}</p>
              </Prose>
            </>
          ) : (
            <RadioGroup
              {...f.text('role')}
              label={v.t('learning.sign.role')}
              options={my.signs.map((s) => ({
                value: s.role,
                label: v.t(`learning.as.${s.role}`),
                hint: s.wording,
              }))}
            />
          )}
          <Checkbox {...f.tick('agrees')} label={v.t('learning.sign.agrees')} />
          <p class="hint">
            {v.t('learning.sign.fingerprint', { sha256: shown.sha256.slice(0, 12) })}
          </p>
          <ButtonRow>
            <Button>{v.t('learning.sign.button')}</Button>
          </ButtonRow>
        </Form>
      </Section>
      <Details summary={v.t('learning.decline.title')} open={d.errors.length > 0}>
        <p>{v.t('learning.decline.text')}</p>
        <Form action={declineHref}>
          <Hidden name="number" value={String(shown.number)} />
          <TextArea
            {...d.text('reason')}
            label={v.t('learning.decline.reason')}
            hint={v.t('learning.decline.hint')}
            rows={3}
          />
          <ButtonRow>
            <Button kind="danger">{v.t('learning.decline.button')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </>
  );
}
