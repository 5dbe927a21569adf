import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
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
  return (
    <>
      <PageHead
        title={v.t('mobilities.consent.title')}
        lead={v.t('mobilities.consent.lead')}
        breadcrumbs={[{ href: dossier, label: c.pupil }]}
        breadcrumbsLabel={v.t('mobilities.crumbs')}
      />
      <ErrorSummary title={v.t('mobilities.errors')} errors={f.errors} />
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
    </>
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
