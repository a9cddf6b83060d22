using Federated.Coordinator.Uploads;
using Federated.Protocol;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Federated.Coordinator;

/// <summary>
/// What nodes delivered, on disk before it is acknowledged: a coordinator that is started again does not ask for it a second time. A row stays for
/// every delivery, to prove that each counts once; the bytes go when their round is in a checkpoint. A row of another start or another model is not
/// taken for this one's, see <see cref="TaskInput"/>. Thread-safe.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Longer deliveries are noted without their bytes: to have them computed again costs less than to write all of them twice.</summary>
    private const int LargestKept = 16 << 20;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _database;

    /// <param name="path">the file; made if it does not exist</param>
    public Journal(string path)
    {
        _database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _database.Open();
        Execute("PRAGMA journal_mode = WAL");

        // What a process wrote outlives it. If the machine itself goes down, the last deliveries are asked for again, and are the same.
        Execute("PRAGMA synchronous = NORMAL");
        Execute("""
            CREATE TABLE IF NOT EXISTS deliveries (
                round INTEGER NOT NULL, client INTEGER NOT NULL, input BLOB NOT NULL, node TEXT NOT NULL, lease INTEGER NOT NULL,
                header BLOB NOT NULL, bytes BLOB, PRIMARY KEY (round, client, input))
            """);
    }

    /// <summary>Writes down what came of a task; it is on disk when this returns.</summary>
    /// <param name="task">the task</param>
    /// <param name="node">who delivered</param>
    /// <param name="header">figures, sizes and hash</param>
    /// <param name="upload">what went up, then what is kept</param>
    public void Add(ProtocolTask task, string node, SubmitHeader header, Upload upload) => Execute(
        "INSERT OR IGNORE INTO deliveries VALUES ($round, $client, $input, $node, $lease, $header, $bytes)",
        ("$round", task.Round),
        ("$client", task.Client),
        ("$input", TaskInput.Of(task).ToByteArray()),
        ("$node", node),
        ("$lease", header.Lease),
        ("$header", header.ToByteArray()),
        ("$bytes", upload.Length <= LargestKept ? upload.ToArray() : DBNull.Value));

    /// <summary>What came of a task before; null: nothing yet.</summary>
    public (SubmitHeader Header, byte[] Bytes)? Find(ProtocolTask task)
    {
        lock (_lock)
        {
            using var command = Command(
                "SELECT header, bytes FROM deliveries WHERE round = $round AND client = $client AND input = $input AND bytes IS NOT NULL",
                ("$round", task.Round),
                ("$client", task.Client),
                ("$input", TaskInput.Of(task).ToByteArray()));
            using var reader = command.ExecuteReader();
            return reader.Read() ? (SubmitHeader.Parser.ParseFrom((byte[])reader[0]), (byte[])reader[1]) : null;
        }
    }

    /// <summary>Gives up the bytes of rounds up to this one, which a checkpoint holds.</summary>
    public void Forget(int round) => Execute("UPDATE deliveries SET bytes = NULL WHERE round <= $round AND bytes IS NOT NULL", ("$round", round));

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private void Execute(string text, params (string Name, object Value)[] values)
    {
        lock (_lock)
        {
            using var command = Command(text, values);
            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string text, params (string Name, object Value)[] values)
    {
        var command = _database.CreateCommand();
#pragma warning disable CA2100 // Texts are constants of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
