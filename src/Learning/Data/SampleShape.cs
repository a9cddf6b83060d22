namespace Federated.Learning.Data;

/// <summary>Shape of one sample, channels first.</summary>
public readonly record struct SampleShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in one sample.</summary>
    public int Size => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
