using Microsoft.Data.Sqlite;

namespace Federated.Equivalence.Tests;

/// <summary>A row of a coordinator's journal.</summary>
internal sealed record Delivery(int Round, int Client, string Node)
{
    /// <summary>All rows, by round and client.</summary>
    public static IReadOnlyList<Delivery> Of(string folder)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "journal.db"),
            Pooling = false,
        }.ToString());
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT round, client, node FROM deliveries ORDER BY round, client";
        using var reader = command.ExecuteReader();
        var rows = new List<Delivery>();
        while (reader.Read())
        {
            rows.Add(new Delivery(reader.GetInt32(0), reader.GetInt32(1), reader.GetString(2)));
        }

        return rows;
    }
}
