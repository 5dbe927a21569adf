import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  TextArea,
} from '#ui/index.ts';
import type { getBindingConsent } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Props = { v: View; consent: ViewOf<typeof getBindingConsent> };

/** The binding consent: what is known, the words, one tick. What is missing is said in a sentence. */
export function ConsentPage({ v, consent: c }: Props) {
  const here = { mobilityId: c.id };
  const action = paths.consent.href(here);
  const f = bind(v, action);
  const dossier = paths.dossier.href(here);
  const to = (part: 'placement' | 'people' | 'agreement') => (
    <a href={`${dossier}#${part}`}>{v.t(`mobilities.consent.look-${part}`)}</a>
  );
  const unknown = v.t('mobilities.consent.not-known');
  const [last] = c.takenBack;
  return (
    <>
      <PageHead
        title={v.t('mobilities.consent.title')}
        lead={v.t('mobilities.consent.lead')}
        breadcrumbs={[{ href: dossier, label: c.pupil }]}
        breadcrumbsLabel={v.t('mobilities.crumbs')}
      />
      <ErrorSummary
        title={v.t('mobilities.errors')}
        errors={[...f.errors, ...bind(v, paths.consentTakeBack.href(here)).errors]}
      />
      {!c.given && last && (
        <Notice tone="late" title={v.t('mobilities.take-back.was')}>
          <p>{v.t('mobilities.take-back.what-now', { pupil: c.pupil })}</p>
        </Notice>
      )}
      <Section title={v.t('mobilities.consent.known')}>
        <Facts
          items={[
            {
              label: v.t('mobilities.consent.stay'),
              value: v.t('mobilities.stay', { from: c.startsOn, until: c.endsOn }),
            },
            {
              label: v.t('mobilities.role.host_school'),
              value: c.hostSchool
                ? v.t('mobilities.place', {
                    name: c.hostSchool,
                    city: c.hostCity,
                    country: v.fmt.country(c.hostCountry),
                  })
                : unknown,
            },
            {
              label: v.t('mobilities.role.host_family'),
              value:
                c.family.length > 0
                  ? v.fmt.list(c.family)
                  : v.t(
                      c.hostSchool
                        ? 'mobilities.consent.family-named-there'
                        : 'mobilities.consent.not-known',
                    ),
              action: c.hostSchool ? to('placement') : undefined,
            },
            {
              label: v.t('mobilities.role.mentor'),
              value: c.mentor || unknown,
              action: c.mentor ? to('people') : undefined,
            },
            {
              label: v.t('mobilities.consent.agreement'),
              value: v.t(
                c.agreed
                  ? 'mobilities.consent.agreement-signed'
                  : 'mobilities.consent.agreement-open',
              ),
              action: c.agreed ? to('agreement') : undefined,
            },
          ]}
        />
      </Section>
      {c.given ? (
        <Section title={v.t('mobilities.consent.words')}>
          <Notice
            tone="done"
            title={v.t('mobilities.consent.given', { who: c.given.by, at: c.given.at })}
          />
          <Words text={c.given.wording} lang={c.given.language} />
        </Section>
      ) : c.refusal ? (
        <Notice tone="now" title={v.t('mobilities.consent.not-yet')}>
          <p>{v.t(c.refusal)}</p>
          <p>
            {v.t('mobilities.consent.who-consents', {
              who: c.ofAge
                ? c.pupil
                : c.guardians.length > 0
                  ? v.fmt.list(c.guardians)
                  : v.t('mobilities.someone.guardian', { pupil: c.pupil }),
            })}
          </p>
          <LinkButton href={dossier}>{v.t('mobilities.dossier.back')}</LinkButton>
        </Notice>
      ) : (
        <Section title={v.t('mobilities.consent.words')}>
          <Words text={c.wording} lang={v.lang} />
          <Form action={action}>
            <Hidden name="language" value={v.lang} />
            <Hidden name="wording" value={c.wording} />
            <Checkbox
              {...f.tick('agrees')}
              label={v.t('mobilities.consent.agree')}
              hint={v.t('mobilities.consent.agree-hint')}
            />
            <ButtonRow>
              <Button>{v.t('mobilities.consent.give')}</Button>
              <LinkButton href={dossier}>{v.t('mobilities.consent.later-button')}</LinkButton>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {c.given?.own && <TakeBack v={v} consent={c} />}
      {last && (
        <Section title={v.t('mobilities.take-back.history')} level={3}>
          <ul>
            {c.takenBack.map((t) => (
              <li key={t.at.toString()}>
                {v.t('mobilities.take-back.by', { who: t.by, at: t.at })}
                {t.reason && <p>{v.t('mobilities.take-back.said', { reason: t.reason })}</p>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** Until the departure a click, afterwards a talk: nobody is left alone with a page then. */
function TakeBack({ v, consent: c }: Props) {
  if (c.stay === 'over') return null;
  if (c.stay === 'away')
    return (
      <Section title={v.t('mobilities.take-back.title')}>
        <p>
          {v.t('mobilities.refused.left-already', { pupil: c.pupil, who: v.fmt.list(c.callWhom) })}
        </p>
      </Section>
    );
  const action = paths.consentTakeBack.href({ mobilityId: c.id });
  const f = bind(v, action);
  return (
    <Section title={v.t('mobilities.take-back.title')}>
      <Details summary={v.t('mobilities.take-back.summary')} open={v.form.action === action}>
        <p>
          {v.t('mobilities.take-back.what-happens', { pupil: c.pupil, school: c.sendingSchool })}
        </p>
        <Form action={action} sensitive>
          <TextArea
            {...f.text('reason')}
            label={v.t('mobilities.take-back.reason')}
            optionalLabel={v.t('mobilities.optional')}
            hint={v.t('mobilities.take-back.reason-hint', { school: c.sendingSchool })}
            rows={3}
          />
          <ButtonRow>
            <Button kind="danger">{v.t('mobilities.take-back.button')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </Section>
  );
}

function Words({ text, lang }: { text: string; lang: string }) {
  return (
    <div lang={lang}>
      <Prose>
        {text.split('\n\n').map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </Prose>
    </div>
  );
}
