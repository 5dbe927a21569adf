import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ConfirmPanel,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
} from '#ui/index.ts';
import { paths } from '../paths.ts';
import {
  ActingAs,
  type Consents,
  type Kind,
  type Occasion,
  Records,
  standingText,
  Words,
} from './consents.tsx';

export type OneConsent = {
  c: Consents;
  o: Occasion;
  kind: Kind;
  /** the words to agree to now */
  wording: string;
};

const name = (v: View, kind: Kind) => v.t(`people.consents.kind-${kind.kind.replace('_', '-')}`);

function Head({ v, c, o, kind, title }: OneConsent & { v: View; title: string }) {
  return (
    <PageHead
      kicker={o.intake}
      title={title}
      lead={`${name(v, kind)} · ${c.pupil.name}`}
      breadcrumbs={[
        {
          href: paths.consents.href({ pupilId: c.pupil.id }),
          label: v.t('people.consents.title-of', { pupil: c.pupil.name }),
        },
      ]}
      breadcrumbsLabel={v.t('people.crumbs')}
    />
  );
}

/** One consent: its words, what it means, and a yes or a no that weigh the same. */
export function ConsentPage({ v, ...one }: { v: View } & OneConsent) {
  const { c, o, kind, wording } = one;
  const at = { pupilId: c.pupil.id, applicationId: o.applicationId, kind: kind.kind };
  const action = paths.consent.href(at);
  const f = bind(v, action);
  const key = kind.kind.replace('_', '-');
  return (
    <>
      <Head
        v={v}
        {...one}
        title={v.t(`people.consents.question-${key}`, { pupil: c.pupil.called })}
      />
      <ErrorSummary title={v.t('people.form.errors')} errors={f.errors} />
      <ActingAs v={v} c={c} />
      <Notice {...standingNotice(v, c, kind)}>
        <p>{v.t('people.consents.optional', { pupil: c.pupil.called })}</p>
      </Notice>
      <Records v={v} kind={kind} />
      {kind.mine === 'yes' ? (
        <Section title={v.t('people.consents.take-back')}>
          <p>{v.t(`people.consents.withdraw-${key}`)}</p>
          <p>
            <a href={paths.consentWithdraw.href(at)}>{v.t('people.consents.withdraw-link')}</a>
          </p>
        </Section>
      ) : (
        <Section title={v.t('people.consents.words')}>
          <Words text={wording} />
          <Form action={action}>
            <Hidden name="language" value={v.lang} />
            <Hidden name="wording" value={wording} />
            <RadioGroup
              {...f.text('answer')}
              label={v.t('people.consents.answer')}
              options={(['yes', 'no'] as const).map((answer) => ({
                value: answer,
                label: v.t(`people.consents.answer-${answer}`),
                hint: v.t(`people.consents.answer-${answer}-hint-${key}`),
              }))}
            />
            {!c.pupil.ofAge && (
              <Checkbox
                {...f.tick('withPupil')}
                label={v.t('people.consents.with-pupil', { pupil: c.pupil.called })}
                hint={v.t('people.consents.with-pupil-hint', { pupil: c.pupil.called })}
              />
            )}
            <Checkbox
              {...f.tick('tellSchool')}
              label={v.t('people.consents.tell', { school: o.school })}
              hint={v.t('people.consents.tell-hint')}
            />
            <ButtonRow>
              <Button>{v.t('people.consents.send')}</Button>
              <LinkButton href={paths.consents.href({ pupilId: c.pupil.id })}>
                {v.t('people.consents.later')}
              </LinkButton>
            </ButtonRow>
          </Form>
        </Section>
      )}
    </>
  );
}

function standingNotice(v: View, c: Consents, kind: Kind) {
  const { tone, text } = standingText(v, c, kind);
  return { tone: tone === 'wait' ? ('none' as const) : tone, title: text };
}

export function WithdrawPage({ v, ...one }: { v: View } & OneConsent) {
  const { c, o, kind } = one;
  const at = { pupilId: c.pupil.id, applicationId: o.applicationId, kind: kind.kind };
  const action = paths.consentWithdraw.href(at);
  const f = bind(v, action);
  return (
    <>
      <Head v={v} {...one} title={v.t('people.consents.take-back')} />
      <ErrorSummary title={v.t('people.form.errors')} errors={f.errors} />
      <ActingAs v={v} c={c} />
      <ConfirmPanel
        title={v.t('people.consents.withdraw-question', {
          what: name(v, kind),
          pupil: c.pupil.called,
        })}
        action={action}
        confirmText={v.t('people.consents.withdraw-button')}
        cancelHref={paths.consent.href(at)}
        cancelText={v.t('people.consents.keep')}
        fields={
          <Checkbox
            {...f.tick('tellSchool')}
            label={v.t('people.consents.tell', { school: o.school })}
            hint={v.t('people.consents.tell-hint')}
          />
        }
      >
        <p>{v.t(`people.consents.withdraw-${kind.kind.replace('_', '-')}`)}</p>
      </ConfirmPanel>
    </>
  );
}
