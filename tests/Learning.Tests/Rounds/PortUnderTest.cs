using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Rounds;

/// <summary>A port, and what has to be disposed with it.</summary>
internal sealed record PortUnderTest(IClientPort<float> Port, IDisposable Owner) : IDisposable
{
    public void Dispose() => Owner.Dispose();
}
