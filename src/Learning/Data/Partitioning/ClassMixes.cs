using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>
/// Class probabilities of every client, one row each. Single precision: 100,000 clients with 100 classes are 40 MB, and the
/// rows are normalised again whenever they are used.
/// </summary>
internal sealed class ClassMixes(int clients, int classes)
{
    private readonly float[] _probabilities = new float[(long)clients * classes];

    /// <summary>Number of clients.</summary>
    public int Clients => clients;

    /// <summary>The probabilities of one client.</summary>
    public ReadOnlySpan<float> this[int client] => Row(client);

    /// <summary>Draws a client's mix; with an infinite <paramref name="alpha"/> all classes are alike.</summary>
    public void DrawDirichlet(int client, double alpha, KeyedStream stream)
    {
        if (double.IsPositiveInfinity(alpha))
        {
            Row(client).Fill(1f / classes);
            return;
        }

        Span<double> mix = classes <= 256 ? stackalloc double[classes] : new double[classes];
        stream.NextDirichlet(alpha, mix);
        var row = Row(client);
        for (var c = 0; c < classes; c++)
        {
            row[c] = (float)mix[c];
        }
    }

    /// <summary>Gives a client the same probability of each of the classes.</summary>
    public void SetEqual(int client, ReadOnlySpan<int> chosen)
    {
        var row = Row(client);
        foreach (var c in chosen)
        {
            row[c] = 1f / chosen.Length;
        }
    }

    private Span<float> Row(int client) => _probabilities.AsSpan(checked(client * classes), classes);
}
