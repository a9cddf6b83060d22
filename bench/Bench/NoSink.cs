using Federated.Learning.Rounds;

namespace Federated.Bench;

/// <summary>Does nothing with updates.</summary>
internal sealed class NoSink : IUpdateSink<float>
{
    public void Add(int position, in ClientUpdate<float> update)
    {
    }

    public void Drop(int position, int client)
    {
    }
}
