namespace Federated.Learning.ZerothOrder;

/// <summary>What travels of a projected gradient.</summary>
public enum GradientCode
{
    /// <summary>One byte, see <see cref="GradientByte"/>.</summary>
    Byte,

    /// <summary>One bit: its sign.</summary>
    Sign,

    /// <summary>Four bytes: all of it.</summary>
    Float32,
}
