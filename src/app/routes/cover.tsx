export default function Cover() {
  return (
    <main id="main">
      <h1>Receptive Field</h1>
    </main>
  );
}
