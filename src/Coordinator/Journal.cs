using Federated.Coordinator.Uploads;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Coordinator;

/// <summary>
/// What nodes delivered, on disk before it is acknowledged: a coordinator that is started again does not ask for it a second time. A row stays for
/// every delivery, to prove that each counts once; the bytes go when their round is in a checkpoint. A row of another start or another model is not
/// taken for this one's, see <see cref="TaskInput"/>. Thread-safe.
/// </summary>
/// <param name="path">the file; made if it does not exist</param>
internal sealed class Journal(string path) : IDisposable
{
    /// <summary>Longer deliveries are noted without their bytes: to have them computed again costs less than to write all of them twice.</summary>
    private const int LargestKept = 16 << 20;

    // What a process wrote outlives it. If the machine itself goes down, the last deliveries are asked for again, and are the same.
    private readonly Database _database = new(path, "NORMAL", """
        CREATE TABLE IF NOT EXISTS deliveries (
            round INTEGER NOT NULL, client INTEGER NOT NULL, input BLOB NOT NULL, node TEXT NOT NULL, lease INTEGER NOT NULL,
            header BLOB NOT NULL, bytes BLOB, PRIMARY KEY (round, client, input));
        CREATE TABLE IF NOT EXISTS members (session TEXT NOT NULL PRIMARY KEY, node TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS owners (client INTEGER NOT NULL PRIMARY KEY, node TEXT NOT NULL, samples INTEGER NOT NULL)
        """);

    /// <summary>Writes down what came of a task; it is on disk when this returns.</summary>
    /// <param name="task">the task</param>
    /// <param name="node">who delivered</param>
    /// <param name="header">figures, sizes and hash</param>
    /// <param name="upload">what went up, then what is kept</param>
    public void Add(ProtocolTask task, string node, SubmitHeader header, Upload upload) => _database.Execute(
        "INSERT OR IGNORE INTO deliveries VALUES ($round, $client, $input, $node, $lease, $header, $bytes)",
        ("$round", task.Round),
        ("$client", task.Client),
        ("$input", TaskInput.Of(task).ToByteArray()),
        ("$node", node),
        ("$lease", header.Lease),
        ("$header", header.ToByteArray()),
        ("$bytes", upload.Length <= LargestKept ? upload.ToArray() : DBNull.Value));

    /// <summary>What came of a task before; null: nothing yet.</summary>
    public (SubmitHeader Header, byte[] Bytes)? Find(ProtocolTask task) => _database.First(
        "SELECT header, bytes FROM deliveries WHERE round = $round AND client = $client AND input = $input AND bytes IS NOT NULL",
        reader => (SubmitHeader.Parser.ParseFrom((byte[])reader[0]), (byte[])reader[1]),
        ("$round", task.Round),
        ("$client", task.Client),
        ("$input", TaskInput.Of(task).ToByteArray()));

    /// <summary>Gives up the bytes of rounds up to this one, which a checkpoint holds.</summary>
    public void Forget(int round) => _database.Execute("UPDATE deliveries SET bytes = NULL WHERE round <= $round AND bytes IS NOT NULL", ("$round", round));

    /// <summary>A node came: it is to hear how the run ends.</summary>
    public void Enter(string session, string node) => _database.Execute("INSERT OR IGNORE INTO members VALUES ($session, $node)", ("$session", session), ("$node", node));

    /// <summary>A node went, or is not expected any more.</summary>
    public void Strike(string session) => _database.Execute("DELETE FROM members WHERE session = $session", ("$session", session));

    /// <summary>Nodes that came and did not go.</summary>
    public IReadOnlyList<(string Session, string Node)> Members() =>
        _database.All("SELECT session, node FROM members", row => (row.GetString(0), row.GetString(1)));

    /// <summary>A client's samples lie with a node.</summary>
    public void Own(int client, string node, int samples) => _database.Execute(
        "INSERT OR REPLACE INTO owners VALUES ($client, $node, $samples)", ("$client", client), ("$node", node), ("$samples", samples));

    /// <summary>Clients whose samples lie with a node.</summary>
    public IReadOnlyList<(int Client, string Node, int Samples)> Owners() =>
        _database.All("SELECT client, node, samples FROM owners", row => (row.GetInt32(0), row.GetString(1), row.GetInt32(2)));

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
