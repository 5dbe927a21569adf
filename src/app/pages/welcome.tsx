import { peoplePaths } from '#modules/people/web/index.ts';
import { resourcesPaths } from '#modules/resources/web/index.ts';
import type { View } from '#platform/http/page.ts';
import { ButtonRow, Facts, JourneyLine, LinkButton, PageHead, Section } from '#ui/index.ts';
import { appPaths } from '../paths.ts';

const stations = [
  'applied',
  'selected',
  'placed',
  'agreed',
  'ready',
  'departed',
  'settled',
  'returned',
  'recognised',
];

const readers = ['pupils', 'families', 'schools', 'organisations', 'practitioners'];

/** The first page for somebody who is not signed in. */
export function WelcomePage({ v }: { v: View }) {
  const state = (name: string) => v.t(`app.station-state.${name}`);
  return (
    <>
      <PageHead title={v.t('app.welcome.title')} lead={v.t('app.welcome.lead')} />
      <ButtonRow>
        <LinkButton
          kind="primary"
          href={v.demo ? appPaths.personas.href() : peoplePaths.signIn.href()}
        >
          {v.t(v.demo ? 'app.demo.enter' : 'people.sign-in.title')}
        </LinkButton>
        <LinkButton href={resourcesPaths.library.href()}>{v.t('app.welcome.library')}</LinkButton>
      </ButtonRow>
      <JourneyLine
        titleText={v.t('app.welcome.line')}
        stateTexts={{
          done: state('done'),
          current: state('current'),
          ahead: state('ahead'),
          late: state('late'),
          skipped: state('skipped'),
        }}
        stations={stations.map((id) => ({ id, label: v.t(`app.station.${id}`), state: 'ahead' }))}
      />
      <Section title={v.t('app.welcome.for')}>
        <Facts
          items={readers.map((who) => ({
            label: v.t(`app.welcome.${who}`),
            value: v.t(`app.welcome.${who}-text`),
          }))}
        />
      </Section>
    </>
  );
}
