using Federated.Protocol;

namespace Federated.Coordinator.Admission;

/// <summary>
/// Which tokens are spent, and on whom: beside the run, so that a coordinator that is started again knows it. Neither tokens nor credentials are in
/// it, only their SHA-256.
/// </summary>
/// <param name="path">the file; made if it does not exist</param>
internal sealed class EnrolmentLedger(string path) : IDisposable
{
    // A token that is spent stays so, whatever happens to the machine.
    private readonly Database _database = new(
        path,
        "FULL",
        "CREATE TABLE IF NOT EXISTS enrolments (token TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, node TEXT NOT NULL)");

    /// <summary>Who a certificate makes somebody.</summary>
    public static string Certified(string name) => $"certificate {name}";

    /// <summary>Who a node is that knows a credential.</summary>
    public static string Knowing(ReadOnlySpan<byte> credential) => $"credential {SecretHash.Of(credential)}";

    /// <summary>Binds a token to whoever comes with it first; it is on disk when this returns.</summary>
    /// <param name="token">the token's hash</param>
    /// <param name="owner">who comes: <see cref="Certified"/> or <see cref="Knowing"/></param>
    /// <param name="node">its name, for people</param>
    /// <returns>null if the token is this owner's now; else the name of the node that has it</returns>
    public string? Bind(string token, string owner, string node)
    {
        _database.Execute("INSERT OR IGNORE INTO enrolments VALUES ($token, $owner, $node)", ("$token", token), ("$owner", owner), ("$node", node));
        var found = _database.First(
            "SELECT owner, node FROM enrolments WHERE token = $token", reader => (Owner: reader.GetString(0), Node: reader.GetString(1)), ("$token", token));
        return found!.Value.Owner == owner ? null : found.Value.Node;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
