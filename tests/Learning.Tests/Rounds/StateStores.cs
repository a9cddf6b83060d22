using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Rounds;

/// <summary>Stores of short vectors whose values tell client and round.</summary>
internal static class StateStores
{
    public const int D = 3;

    public static ClientStateStore<float> Open(TemporaryFolder folder) => new(["h"], D, folder.Path);

    public static string SaveOne(TemporaryFolder folder)
    {
        var store = Open(folder);
        Replace(store, 1, 0);
        store.Save(1);
        return Directory.GetFiles(folder.Path, "client-*").Single();
    }

    public static void Replace(ClientStateStore<float> store, int round, params int[] clients)
    {
        foreach (var client in clients)
        {
            store.Stage(client, Values(client, round));
        }

        store.Commit(round);
    }

    public static float[] Load(ClientStateStore<float> store, int client)
    {
        var values = new float[D];
        store.Load(client, values);
        return values;
    }

    public static float[] Values(int client, int round) => [client + 0.5f, round, (client * 1000) + round];
}
