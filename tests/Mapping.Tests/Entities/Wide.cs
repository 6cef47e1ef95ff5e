namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>More required members than a word has bits.</summary>
[StreamEntity]
public sealed class Wide
{
    public required int P00 { get; init; }
    public required int P01 { get; init; }
    public required int P02 { get; init; }
    public required int P03 { get; init; }
    public required int P04 { get; init; }
    public required int P05 { get; init; }
    public required int P06 { get; init; }
    public required int P07 { get; init; }
    public required int P08 { get; init; }
    public required int P09 { get; init; }
    public required int P10 { get; init; }
    public required int P11 { get; init; }
    public required int P12 { get; init; }
    public required int P13 { get; init; }
    public required int P14 { get; init; }
    public required int P15 { get; init; }
    public required int P16 { get; init; }
    public required int P17 { get; init; }
    public required int P18 { get; init; }
    public required int P19 { get; init; }
    public required int P20 { get; init; }
    public required int P21 { get; init; }
    public required int P22 { get; init; }
    public required int P23 { get; init; }
    public required int P24 { get; init; }
    public required int P25 { get; init; }
    public required int P26 { get; init; }
    public required int P27 { get; init; }
    public required int P28 { get; init; }
    public required int P29 { get; init; }
    public required int P30 { get; init; }
    public required int P31 { get; init; }
    public required int P32 { get; init; }
    public required int P33 { get; init; }
    public required int P34 { get; init; }
    public required int P35 { get; init; }
    public required int P36 { get; init; }
    public required int P37 { get; init; }
    public required int P38 { get; init; }
    public required int P39 { get; init; }
    public required int P40 { get; init; }
    public required int P41 { get; init; }
    public required int P42 { get; init; }
    public required int P43 { get; init; }
    public required int P44 { get; init; }
    public required int P45 { get; init; }
    public required int P46 { get; init; }
    public required int P47 { get; init; }
    public required int P48 { get; init; }
    public required int P49 { get; init; }
    public required int P50 { get; init; }
    public required int P51 { get; init; }
    public required int P52 { get; init; }
    public required int P53 { get; init; }
    public required int P54 { get; init; }
    public required int P55 { get; init; }
    public required int P56 { get; init; }
    public required int P57 { get; init; }
    public required int P58 { get; init; }
    public required int P59 { get; init; }
    public required int P60 { get; init; }
    public required int P61 { get; init; }
    public required int P62 { get; init; }
    public required int P63 { get; init; }
    public required int P64 { get; init; }
    public required int P65 { get; init; }
    public required int P66 { get; init; }
    public required int P67 { get; init; }
    public required int P68 { get; init; }
    public required int P69 { get; init; }
}
