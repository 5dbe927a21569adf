import type { View } from '#platform/http/page.ts';
import { Hidden, RadioGroup } from '#ui/index.ts';

/** The school for which pupils are added: asked only where somebody works for several. */
export function SchoolChoice({
  v,
  schools,
  chosen,
}: {
  v: View;
  schools: { id: string; name: string }[];
  chosen: string;
}) {
  const [only] = schools;
  if (schools.length === 1 && only) return <Hidden name="schoolId" value={only.id} />;
  return (
    <RadioGroup
      name="schoolId"
      label={v.t('applications.add.school')}
      value={chosen}
      options={schools.map((s) => ({ value: s.id, label: s.name }))}
      required
    />
  );
}
