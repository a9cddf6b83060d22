namespace Federated.Learning.Data.Idx;

/// <summary>The content of an IDX file of bytes.</summary>
/// <param name="Shape">length of each dimension, outermost first</param>
/// <param name="Data">the bytes, last dimension fastest</param>
public sealed record IdxArray(int[] Shape, byte[] Data)
{
    /// <summary>Length of the outermost dimension.</summary>
    public int Count => Shape[0];
}
