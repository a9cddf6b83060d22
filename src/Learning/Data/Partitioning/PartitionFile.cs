using System.Text.Json;
using Federated.Learning.Data.NumPy;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Reads splits that were made elsewhere; see <see cref="FilePartitionOptions.Path"/> for the formats.</summary>
internal static class PartitionFile
{
    private const string Key = "client_";

    /// <summary>Reads a file and checks every index.</summary>
    /// <param name="path">the file; its extension tells the format</param>
    /// <param name="samples">number of training samples</param>
    /// <exception cref="InputException">the file is damaged, a client is empty, or an index is not in the training set</exception>
    public static Partition Read(string path, int samples)
    {
        var partition = Path.GetExtension(path) switch
        {
            ".npy" => FromRows(NpyFile.Read(path), path),
            ".npz" => FromArrays(NpzFile.Open(path), path),
            ".json" => FromJson(path),
            var other => throw new InputException($"{path}: extension '{other}'; expected .npy, .npz or .json"),
        };
        Check(partition, path, samples);
        return partition;
    }

    private static void Check(Partition partition, string path, int samples)
    {
        if (partition.Clients == 0)
        {
            throw new InputException($"{path}: no clients; expected at least one");
        }

        for (var client = 0; client < partition.Clients; client++)
        {
            if (partition[client].IsEmpty)
            {
                throw new InputException($"{path}: client {client} has no samples; expected at least one");
            }

            foreach (var index in partition[client])
            {
                if (index < 0 || index >= samples)
                {
                    throw new InputException($"{path}: index {index} of client {client}; expected 0 to {samples - 1}");
                }
            }
        }
    }

    private static Partition FromRows(NpyArray rows, string path)
    {
        if (rows.Shape is not [var clients, var size])
        {
            throw new InputException($"{path}: {rows.Shape.Length} dimensions; expected 2, one row of indices per client");
        }

        var offsets = new int[clients + 1];
        for (var client = 0; client < clients; client++)
        {
            offsets[client + 1] = offsets[client] + size;
        }

        return new Partition(rows.ToInt32s(), offsets);
    }

    private static Partition FromArrays(NpzFile file, string path)
    {
        var clients = file.Keys.Count(key => key.StartsWith(Key, StringComparison.Ordinal));
        var lists = new int[clients][];
        for (var client = 0; client < clients; client++)
        {
            var array = file.Read(Key + client);
            lists[client] = array.Shape.Length == 1
                ? array.ToInt32s()
                : throw new InputException($"{path}[{Key}{client}]: {array.Shape.Length} dimensions; expected 1");
        }

        return Partition.FromLists(lists);
    }

    private static Partition FromJson(string path)
    {
        try
        {
            var lists = InputFile.Read(path, stream => JsonSerializer.Deserialize<int[][]>(stream));
            return lists is not null && lists.All(list => list is not null)
                ? Partition.FromLists(lists)
                : throw new InputException($"{path}: null; expected a list of lists of indices");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: line {e.LineNumber + 1}: expected a list of lists of indices ({InputFile.OneLine(e.Message)})", e);
        }
    }
}
