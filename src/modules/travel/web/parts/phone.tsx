/** A telephone number one can tap. */
export function Phone({ number }: { number: string }) {
  return (
    <a href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>
      {number.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011')}
    </a>
  );
}

/** Somebody with the number at which they are reached, where there is one. */
export function Named({ name, phone }: { name: string; phone: string }) {
  if (!phone) return <>{name}</>;
  return (
    <>
      {name}, <Phone number={phone} />
    </>
  );
}
