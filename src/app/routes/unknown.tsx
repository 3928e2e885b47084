export default function Unknown() {
  return (
    <main id="main">
      <h1>There is no page at this address</h1>
    </main>
  );
}
